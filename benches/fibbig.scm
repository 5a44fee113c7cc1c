;; Huge Fibonacci numbers by addition, and by doubling, which multiplies.
;; group: bignum

(define (by-adding n)
  (let loop ((i 0) (a 0) (b 1))
    (if (= i n) a (loop (+ i 1) b (+ a b)))))

;; Calls `k` with the n-th number and its successor.
(define (by-doubling n k)
  (if (= n 0)
      (k 0 1)
      (by-doubling (quotient n 2)
                   (lambda (a b)
                     (let ((c (* a (- (* 2 b) a)))
                           (d (+ (* a a) (* b b))))
                       (if (even? n) (k c d) (k d (+ c d))))))))

(define (run count n)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (let ((a (by-adding (+ n i))))
          (loop (+ i 1)
                (by-doubling (+ n i)
                             (lambda (b next)
                               (if (= a b)
                                   (modulo (+ sum a) 1000003)
                                   -1))))))))

(check 'fibbig (run 40 40000) 838174)
