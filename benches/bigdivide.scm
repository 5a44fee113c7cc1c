;; Divides big integers by big integers: greatest common divisors by Euclid, powers modulo, and roots by Newton.
;; group: bignum

(define (power-modulo base exponent m)
  (let loop ((b (modulo base m)) (e exponent) (result 1))
    (if (= e 0)
        result
        (loop (modulo (* b b) m)
              (quotient e 2)
              (if (odd? e) (modulo (* result b) m) result)))))

(define (euclid a b)
  (if (= b 0) a (euclid b (remainder a b))))

(define (root n)
  (let loop ((x n))
    (let ((y (quotient (+ x (quotient n x)) 2)))
      (if (< y x) (loop y) x))))

(define p (- (expt 2 521) 1))
(define a (- (expt 3 300) 2))
(define b (+ (expt 7 200) 4))

(define (repeat rounds sum)
  (if (= rounds 0)
      sum
      (repeat (- rounds 1)
              (modulo (+ sum
                         (power-modulo (+ a rounds) b p)
                         (euclid (* a (+ b rounds)) (* b (+ a rounds)))
                         (root (+ (* a b) rounds)))
                      1000003))))

(check 'bigdivide (repeat 600 0) 898090)
