;; options: --stack-limit 32m --heap 256m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let h ((n 0)) (with-exception-handler (lambda (e) (car n)) (lambda () (h (+ n 1))))))
;--- output
; (condition "recursion is too deep: the stack limit is reached" ())
; still here
