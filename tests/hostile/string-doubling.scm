;; options: --heap 256m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop ((s "aaaaaaaa")) (loop (string-append s s))))
;--- output
; (condition "out of memory: 268435488 bytes requested, the heap limit is 268435456" ())
; still here
