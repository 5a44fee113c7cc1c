;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1)))))
(report (f 10000000))
;--- output
; 10000000
; still here
