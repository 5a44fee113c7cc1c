;; Fibonacci on inexact numbers: what a flonum costs across a call.
;; group: float

(define (fib x)
  (if (< x 2.0)
      x
      (+ (fib (- x 1.0)) (fib (- x 2.0)))))

(check 'fibfp (fib 37.0) 24157817.0)
