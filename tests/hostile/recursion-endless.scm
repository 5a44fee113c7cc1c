;; options: --stack-limit 64m
;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (f n) (+ 1 (f n)))
(report (f 0))
;--- output
; (condition "recursion is too deep: the stack limit is reached" ())
; still here
