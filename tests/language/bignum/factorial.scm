;; Large products, quotients and printing.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))
(show (fact 20))
(show (fact 25))
(show (fact 50))
(show (quotient (fact 100) (fact 98)))
(show (remainder (fact 100) (+ (fact 50) 1)))
(show (string-length (number->string (fact 1000))))
(define (fib n) (let loop ((a 0) (b 1) (n n)) (if (= n 0) a (loop b (+ a b) (- n 1)))))
(show (fib 300))
(show (modulo (expt 7 1000) 1000007))
(show (let loop ((n (fact 200)) (zeros 0)) (if (= 0 (remainder n 10)) (loop (quotient n 10) (+ zeros 1)) zeros)))
(show (let ((a (fact 60)) (b (fact 41))) (= a (+ (* b (quotient a b)) (remainder a b)))))
(show (gcd (fact 20) (expt 2 30)))
;--- output
; 2432902008176640000
; 15511210043330985984000000
; 30414093201713378043612608166064768844377641568960512000000000000
; 9900
; 100891344545564193334812497256
; 2568
; 222232244629420445529739893461909967206666939096499764990979600
; 581156
; 49
; #t
; 262144
