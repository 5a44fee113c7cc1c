;; Sums the inexact numbers from n down to 0: a loop with two flonums.
;; group: float

(define (sum-down n)
  (let loop ((i n) (sum 0.0))
    (if (< i 0.0)
        sum
        (loop (- i 1.0) (+ i sum)))))

(define (repeat count)
  (let loop ((k 0) (last 0.0))
    (if (= k count)
        last
        (loop (+ k 1) (sum-down 1000000.0)))))

(check 'sumfp (repeat 150) 500000500000.0)
