;; Flonums in every exponent range, so that both their forms (in the word and boxed) are met.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (id x) x)
(define xs (list 0.0 -0.0 1.0 -1.0 1e-300 -1e-300 1e-200 1e-100 1e-78 1e-77 1e-76 1e76 1e77 1e78 1e100 1e200 1e231 1e300
                 5e-324 1.7976931348623157e308 2.2250738585072014e-308 +inf.0 -inf.0))
(define (same? a b) (eqv? a b))
(show (map same? xs (map (lambda (x) (* x (id 1.0))) xs)) )
(show (map same? xs (map (lambda (x) (- (- x))) xs)))
(show (map (lambda (x) (eqv? x (car (list x)))) xs))
(show (let loop ((x 1.0) (n 0)) (if (= x +inf.0) n (loop (* x 2.0) (+ n 1)))))
(show (let loop ((x 1.0) (n 0)) (if (= x 0.0) n (loop (/ x 2.0) (+ n 1)))))
(show (let loop ((x 1e-320) (n 0)) (if (> x 1e300) n (loop (* x 10.0) (+ n 1)))))
(show (let loop ((i 0) (s 0.0)) (if (= i 1000) s (loop (+ i 1) (+ s 0.5)))))
(show (* (id 1e200) (id 1e200)))
(show (* (id 1e-200) (id 1e-200)))
(show (* (id 1e200) (id 1e-200)))
(show (= (+ (id 1e16) (id 1.0)) 1e16))
(show (- (id 1e308) (id -1e308)))
(show (eqv? (+ (id 1e231) 1e231) (* 2 (id 1e231))))
(show (= (id 1e78) 1e78))
(show (< (id 1e77) (id 1e78) (id 1e232)))
(show (cdr (memv (* (id 1e100) 1.0) (list 1 1e100 2))))
;--- output
; (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
; (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
; (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
; 1024
; 1075
; 621
; 500.0
; +inf.0
; 0.0
; 1.0
; #t
; +inf.0
; #t
; #t
; #t
; (2)
