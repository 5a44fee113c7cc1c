;; Products and quotients of numbers that are nearly all zeros, at sizes where multiplication changes its method.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define (consistent? a b)
  (let ((q (quotient a b)) (r (remainder a b)))
    (and (= a (+ (* q b) r)) (< (abs r) (abs b)))))
(define (power k) (expt 2 k))
(define sizes '(6400 64000 640000))
(for-each
  (lambda (n)
    (for-each
      (lambda (m)
        (let ((a (power (+ n m))) (b (power m)))
          (if (not (and (= (quotient a b) (power n))
                        (= (remainder a b) 0)
                        (consistent? (+ a 1) b)
                        (consistent? (- a 1) (* 3 b))
                        (consistent? a (- b 1))
                        (consistent? (* 5 a) (+ b 1))
                        (= (* (- a b) (+ a b)) (- (* a a) (* b b)))
                        (= (gcd a (* 3 b)) b)))
              (begin (write (list n m)) (newline)))))
      sizes))
  sizes)
(write (map (lambda (k) (string-length (number->string (expt 10 k)))) '(1000 20000 50000 300000)))
(newline)
(write (= (string->number (string-append "1" (make-string 200000 #\0))) (expt 10 200000)))
(newline)
;--- output
; (1001 20001 50001 300001)
; #t
