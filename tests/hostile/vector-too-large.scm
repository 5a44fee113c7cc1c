;; options: --heap 256m
;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (make-vector 1000000000000 0) (make-vector 2305843009213693952 0) (make-vector -1 0)
        (make-string 1000000000000 #\a) (make-bytevector 1000000000000 0) (make-list 100000000000 0))
;--- output
; (condition "out of memory: 72057594037927936 bytes requested, the heap limit is 268435456" ())
; (condition "make-vector: expected a length" (2305843009213693952))
; (condition "make-vector: expected a length" (-1))
; (condition "out of memory: 1000000000032 bytes requested, the heap limit is 268435456" ())
; (condition "out of memory: 1000000000016 bytes requested, the heap limit is 268435456" ())
; (condition "out of memory: 1600000000000 bytes requested, the heap limit is 268435456" ())
; still here
