;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (names n) (let loop ((i 0) (l (list))) (if (= i n) l (loop (+ i 1) (cons (string->symbol (string-append "p" (number->string i))) l)))))
(report (procedure? (ev (list 'lambda (names 10000) 1))))
(report (pair? (try (lambda () (ev (list 'lambda (names 100000) 1))))))
;--- output
; #t
; still here
; #t
; still here
