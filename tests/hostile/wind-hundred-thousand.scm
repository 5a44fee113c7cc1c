;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define n 0)
(define (f i k) (if (= i 0) (k 'out) (dynamic-wind (lambda () (set! n (+ n 1))) (lambda () (f (- i 1) k)) (lambda () (set! n (- n 1))))))
(report (let ((r (call/cc (lambda (k) (f 100000 k))))) (list r n)))
;--- output
; (out 0)
; still here
