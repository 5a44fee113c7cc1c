;; Takeuchi's function: deep argument shuffling between calls.
;; group: calls

(define (tak x y z)
  (if (< y x)
      (tak (tak (- x 1) y z)
           (tak (- y 1) z x)
           (tak (- z 1) x y))
      z))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (loop (+ i 1) (+ sum (tak 24 16 8))))))

(check 'tak (repeat 270) 2430)
