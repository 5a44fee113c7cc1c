(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (with-exception-handler (lambda (e) (raise (list e 2))) (lambda () (raise 1)))
        (with-exception-handler (lambda (e) 10) (lambda () (raise 1)))
        (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 1))))
        (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (car 5)))))
;--- output
; (raised (1 2))
; (condition "the exception handler returned from a non-continuable exception" (1))
; 11
; (condition "the exception handler returned from a non-continuable exception" (#<condition type "car: expected a pair" (5)>))
; still here
