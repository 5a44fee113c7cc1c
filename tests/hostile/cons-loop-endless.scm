;; options: --heap 128m --stack-limit 64m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop () (cons 1 (loop))))
;--- output
; (condition "recursion is too deep: the stack limit is reached" ())
; still here
