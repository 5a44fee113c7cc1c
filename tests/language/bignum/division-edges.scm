;; modes: normal nursery
;; Quotients and remainders of many limbs, at limbs where the estimate of a quotient's limb is too high, by the law
;; that defines them.
(import (scheme base) (scheme write))

(define two64 (expt 2 64))
(define limbs (list 0 1 (expt 2 63) (- two64 1) (- (expt 2 63) 1)))

(define (numbers size)
  (if (= size 0)
      '(0)
      (let ((rest (numbers (- size 1))))
        (apply append
               (map (lambda (limb) (map (lambda (n) (+ (* n two64) limb)) rest))
                    limbs)))))

(define checked 0)

(define (right? n d)
  (let ((q (quotient n d)) (r (remainder n d)) (fq (floor-quotient n d)) (m (modulo n d)))
    (set! checked (+ checked 1))
    (and (= n (+ (* q d) r))
         (< (abs r) (abs d))
         (or (= r 0) (eq? (< r 0) (< n 0)))
         (= n (+ (* fq d) m))
         (< (abs m) (abs d))
         (or (= m 0) (eq? (< m 0) (< d 0))))))

(define (check ns ds)
  (for-each
   (lambda (d)
     (if (not (= d 0))
         (for-each
          (lambda (n)
            (if (not (and (right? n d) (right? (- n) d) (right? n (- d)) (right? (- n) (- d))))
                (begin (write (list n d)) (newline))))
          ns)))
   ds))

(check (numbers 3) (numbers 2))
(write checked)
(newline)
(define big (- (expt 10 400) 7))
(write (list (quotient (* big big) (+ big 1)) (modulo (- (expt 3 500)) (+ (expt 2 200) 1))))
(newline)
(write (quotient (expt 2 60) -1))
(write-char #\space)
(write (quotient (- (expt 2 60)) -1))
(newline)
;--- output
; 12000
; (9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999992 1467452387990434799551744477047633302184024231000545205333263)
; -1152921504606846976 1152921504606846976
