;; A real operand has no imaginary part, so the sign of the other's zero stays; inexact results hold two doubles.
(import (scheme base) (scheme complex) (scheme write))

(define (show . numbers)
  (for-each (lambda (n) (write n) (write-char #\space)) numbers)
  (newline))

(define z (make-rectangular 1.5 -0.0))
(define w (make-rectangular -2.0 0.5))
(show (+ z 1) (+ 1 z) (+ z 0.5) (- z 1) (- 1 z) (- 0.5 z) (* z 2) (* 2 w) (* w 0.5) (/ w 2) (/ 2 w) (/ w w))
(show (+ z w) (- z w) (* z w) (/ z w) (- w w) (+ w (make-rectangular 2.0 -0.5)))
(show (+ w 1/2) (* 1/2 w) (+ w (expt 10 30)) (* w (make-rectangular 1 2)) (+ w +inf.0))
(show (magnitude (make-rectangular 3.0 -4.0)) (magnitude (make-rectangular 0.0 -2.5))
      (magnitude (make-rectangular 3e200 4e200)) (magnitude (make-rectangular 3e-200 4e-200))
      (magnitude (make-rectangular +inf.0 +nan.0)))
;; Kept while others are made: each is an object of its own.
(define (powers z n)
  (let loop ((i 0) (p (make-rectangular 1.0 0.0)) (all '()))
    (if (= i n) (reverse all) (loop (+ i 1) (* p z) (cons p all)))))
(show (apply + (powers (make-rectangular 0.0 1.0) 401)))
(show (guard (e (#t (error-object-message e))) (+ w 'a)))
(show (guard (e (#t (error-object-message e))) (quotient 'a 2)))
(show (guard (e (#t (error-object-message e))) (modulo (expt 10 40) 0)))
;--- output
