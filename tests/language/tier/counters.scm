;; Numbers that loops count with in compiled code, and what only looks like them: large steps, other operations, numbers
;; that were large from the start, inexact ones.
(import (scheme base) (scheme write))

(define (show x) (write x) (newline))

(define (up n) (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (cons i l)))))
(define (down n) (let loop ((i 5) (l '())) (if (< i n) l (loop (- i 3) (cons i l)))))
(define (eights n) (let loop ((i -8) (k 0)) (if (= k n) i (loop (+ i 8) (+ k 1)))))
(define (nines n) (let loop ((i 0) (k 0)) (if (= k n) i (loop (+ i 9) (+ k 1)))))
;; Begins again within the loop.
(define (again n)
  (let loop ((i 0) (k 0) (l '()))
    (cond ((= k n) (list i l))
          ((= i 3) (loop 0 (+ k 1) (cons i l)))
          (else (loop (+ i 1) (+ k 1) l)))))
;; Becomes something else on one way round.
(define (half n)
  (let loop ((i 0) (k 0))
    (cond ((= k n) i)
          ((= k 4) (loop (+ i 0.5) (+ k 1)))
          (else (loop (+ i 1) (+ k 1))))))
(define (twice n)
  (let loop ((i 1) (k 0))
    (cond ((= k n) i)
          ((< k (- n 2)) (loop (* i 2) (+ k 1)))
          (else (loop (+ i 1) (+ k 1))))))
(define (other x n)
  (let loop ((i 0) (k 0))
    (cond ((= k n) i)
          ((= k 3) (loop x (+ k 1)))
          ((number? i) (loop (+ i 1) (+ k 1)))
          (else (loop (list i) (+ k 1))))))
;; At the edge from the start.
(define (edge x n) (let loop ((i x) (k 0)) (if (= k n) i (loop (+ i 1) (+ k 1)))))
(define (low-edge x n) (let loop ((i x) (k 0)) (if (= k n) i (loop (- i 8) (+ k 1)))))
(define greatest (- (expt 2 60) 1))
(define (constant-edge n) (let loop ((i 1152921504606846975) (k 0)) (if (= k n) i (loop (+ i 1) (+ k 1)))))
;; Loops within loops count on, or from the outer counter.
(define (nested n)
  (let outer ((i 0) (sum 0))
    (if (= i n)
        sum
        (let inner ((j i) (sum sum))
          (cond ((= j n) (outer (+ i 1) (+ sum 0.25)))
                ((odd? j) (inner (+ j 1) sum))
                (else (inner (+ j 1) (+ sum j))))))))
(define (walk s v)
  (let loop ((i 0) (seen '()))
    (if (= i (string-length s))
        (reverse seen)
        (let ((c (string-ref s i)))
          (vector-set! v (- (vector-length v) i 1) i)
          (loop (+ i 1) (cons (cons c (vector-ref v (- i 0))) seen))))))

(define (all)
  (list (up 5) (down -7) (eights 9) (nines 9) (again 11) (half 9) (half 3) (twice 80) (twice 3)
        (map (lambda (x) (other x 9)) (list 5 1.5 'a greatest (- greatest 3) (expt 10 30)))
        (map (lambda (n) (edge (- greatest 2) n)) '(1 2 3 4)) (edge 0.5 3) (edge 1/2 3)
        (map (lambda (n) (low-edge (- 10 greatest) n)) '(1 2 3 4))
        (map constant-edge '(0 1 2))
        (nested 7) (walk "abcd" (make-vector 4 'x))))

(define first (all))
(for-each show first)
(show (let loop ((i 0)) (cond ((= i 80) 'same) ((equal? (all) first) (loop (+ i 1))) (else (list 'different i (all))))))
;--- output
; (4 3 2 1 0)
; (-7 -4 -1 2 5)
; 64
; 81
; (3 (3 3))
; 8.5
; 3
; 302231454903657293676546
; 4
; (10 6.5 (((((a))))) 1152921504606846980 1152921504606846977 1000000000000000000000000000005)
; (1152921504606846974 1152921504606846975 1152921504606846976 1152921504606846977)
; 3.5
; 7/2
; (-1152921504606846973 -1152921504606846981 -1152921504606846989 -1152921504606846997)
; (1152921504606846975 1152921504606846976 1152921504606846977)
; 69.75
; ((#\a . x) (#\b . x) (#\c . 1) (#\d . 0))
; same
