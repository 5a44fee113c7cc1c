;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (ones n) (let loop ((i 0) (l (list))) (if (= i n) l (loop (+ i 1) (cons 1 l)))))
(report (apply + (ones 1000000)) (length (apply (lambda l l) (ones 1000000))) (apply + 1 2) (apply + 1 (cons 1 2)))
;--- output
; 1000000
; 1000000
; (condition "apply: expected a list" (2))
; (condition "apply: expected a list" (2))
; still here
