;; Large factorials, by a running product and by splitting the range; their digits are summed.
;; group: bignum

(define (running n)
  (let loop ((i 2) (product 1))
    (if (> i n) product (loop (+ i 1) (* product i)))))

(define (split low high)
  (if (= low high)
      low
      (let ((middle (quotient (+ low high) 2)))
        (* (split low middle) (split (+ middle 1) high)))))

(define (digit-sum n)
  (let* ((s (number->string n)) (end (string-length s)))
    (let loop ((i 0) (sum 0))
      (if (= i end)
          sum
          (loop (+ i 1)
                (+ sum (- (char->integer (string-ref s i)) (char->integer #\0))))))))

(define (repeat count n)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (let ((product (running (+ n i))))
          (loop (+ i 1)
                (+ sum (if (= product (split 1 (+ n i))) (digit-sum product) -1000000)))))))

(check 'factorial (repeat 50 6000) 4190994)
