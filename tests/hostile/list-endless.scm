;; options: --heap 128m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (g l) (g (cons 1 l)))
(report (g '()))
;--- output
; (condition "out of memory: 16 bytes requested, the heap limit is 134217728" ())
; still here
