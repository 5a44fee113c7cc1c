;; Bitwise operations see a negative number as infinitely many ones to the left, also beyond the fixnums.
(import (scheme base) (scheme write) (srfi 151))

(define numbers
  (let ((n (expt 2 64)) (k (expt 2 60)))
    (list 0 1 -1 5 (- k) (- k 1) k (- n) (- n 1) n (+ n 1) (- 1 n) (* 3 n n) (- (* 3 n n)) (- (* n n)) (- 1 (* n n)))))

;; One bit after the other, by the definition.
(define (slowly op a b)
  (let loop ((i 199) (sum (if (= 1 (op (if (< a 0) 1 0) (if (< b 0) 1 0))) -1 0)))
    (if (< i 0)
        sum
        (loop (- i 1)
              (+ (* 2 sum)
                 (op (floor-remainder (floor-quotient a (expt 2 i)) 2)
                     (floor-remainder (floor-quotient b (expt 2 i)) 2)))))))

(define (same? fast op)
  (let outer ((as numbers) (good #t))
    (if (null? as)
        good
        (outer (cdr as)
               (let inner ((bs numbers) (good good))
                 (if (null? bs)
                     good
                     (inner (cdr bs)
                            (and good (= (fast (car as) (car bs)) (slowly op (car as) (car bs)))))))))))

(write (list (same? bitwise-and (lambda (a b) (* a b)))
             (same? bitwise-ior (lambda (a b) (max a b)))
             (same? bitwise-xor (lambda (a b) (if (= a b) 0 1)))))
(newline)
(write (map (lambda (n) (list (bit-count n) (integer-length n) (first-set-bit n))) numbers))
(newline)
(for-each
 (lambda (by)
   (for-each
    (lambda (n)
      (let ((shifted (arithmetic-shift n by)))
        (if (not (= shifted (if (< by 0) (floor-quotient n (expt 2 (- by))) (* n (expt 2 by)))))
            (begin (write (list n by shifted)) (newline)))))
    numbers))
 '(0 1 63 64 65 130 -1 -4 -63 -64 -65 -130 -1000))
(write (list (map odd? numbers) (map - numbers)))
(newline)
(write (list (arithmetic-shift -1 (- (expt 2 70))) (arithmetic-shift 0 (expt 2 70))))
(newline)
;--- output
; (#t #t #t)
; ((0 0 -1) (1 1 0) (0 0 0) (2 3 0) (60 60 60) (60 60 0) (1 61 60) (64 64 64) (64 64 0) (1 65 64) (2 65 0) (63 64 0) (2 130 128) (129 130 128) (128 128 128) (127 128 0))
; ((#f #t #t #t #f #t #f #f #t #f #t #t #f #f #f #t) (0 -1 1 -5 1152921504606846976 -1152921504606846975 -1152921504606846976 18446744073709551616 -18446744073709551615 -18446744073709551616 -18446744073709551617 18446744073709551615 -1020847100762815390390123822295304634368 1020847100762815390390123822295304634368 340282366920938463463374607431768211456 340282366920938463463374607431768211455))
; (-1 0)
