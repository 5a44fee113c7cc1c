;; Pi to many digits by the series of the Chudnovsky brothers, split in halves; the square root is Newton's.
;; group: bignum

(define step (quotient (* 640320 640320 640320) 24))

;; Calls `k` with P, Q and T of the terms from a up to b.
(define (terms a b k)
  (if (= b (+ a 1))
      (let* ((p (if (= a 0) 1 (* (- (* 6 a) 5) (- (* 2 a) 1) (- (* 6 a) 1))))
             (q (if (= a 0) 1 (* step a a a)))
             (t (* p (+ 13591409 (* 545140134 a)))))
        (k p q (if (odd? a) (- t) t)))
      (let ((m (quotient (+ a b) 2)))
        (terms a m
               (lambda (p-low q-low t-low)
                 (terms m b
                        (lambda (p-high q-high t-high)
                          (k (* p-low p-high)
                             (* q-low q-high)
                             (+ (* q-high t-low) (* p-low t-high))))))))))

(define (integer-root n)
  (let loop ((x (expt 10 (quotient (+ 1 (string-length (number->string n))) 2))))
    (let ((y (quotient (+ x (quotient n x)) 2)))
      (if (< y x) (loop y) x))))

(define (pi-digits count)
  (terms 0 (+ 2 (quotient count 14))
         (lambda (p q t)
           (quotient (* q 426880 (integer-root (* 10005 (expt 10 (* 2 count)))))
                     t))))

(define (repeat count digits sum)
  (if (= count 0)
      sum
      (repeat (- count 1) (+ digits 1) (modulo (+ sum (pi-digits digits)) 1000003))))

(check 'chudnovsky (repeat 90 5000 0) 49072)
