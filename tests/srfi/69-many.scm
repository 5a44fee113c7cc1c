;; SRFI 69: 10^4 entries, in and out, under each equivalence; a table that holds on only to what it must.
;; modes: normal nursery
(import (scheme base) (scheme char) (srfi 69) (check))

(define n 10000)
(define (run same? key)
  (let ((t (make-hash-table same?)) (keys (make-vector n)))
    (do ((i 0 (+ i 1))) ((= i n)) (vector-set! keys i (key i)) (hash-table-set! t (vector-ref keys i) i))
    (let ((full (hash-table-size t)) (sum (hash-table-fold t (lambda (k v acc) (+ v acc)) 0)))
      (do ((i 0 (+ i 2))) ((>= i n)) (hash-table-delete! t (vector-ref keys i)))
      (let ((bad 0))
        (do ((i 0 (+ i 1))) ((= i n))
          (if (not (eqv? (hash-table-ref/default t (vector-ref keys i) #f) (and (odd? i) i))) (set! bad (+ bad 1))))
        (do ((i 0 (+ i 2))) ((>= i n)) (hash-table-set! t (vector-ref keys i) (- i)))
        (list full sum bad (hash-table-size t))))))
(check (run eq? (lambda (i) (list i))) => (10000 49995000 0 10000))
(check (run eqv? (lambda (i) i)) => (10000 49995000 0 10000))
(check (run eqv? (lambda (i) (* i 1.5))) => (10000 49995000 0 10000))
(check (run eqv? (lambda (i) (+ i (expt 10 40)))) => (10000 49995000 0 10000))
(check (run equal? (lambda (i) (list 'key i))) => (10000 49995000 0 10000))
(check (run string=? number->string) => (10000 49995000 0 10000))
(check (run string-ci=? (lambda (i) (string-append "Key" (number->string i)))) => (10000 49995000 0 10000))
(check (run = (lambda (i) (if (even? i) i (inexact i)))) => (10000 49995000 0 10000))
;; A table that is filled and emptied again and again does not grow.
(check (let ((t (make-hash-table equal?)))
         (do ((i 0 (+ i 1))) ((= i 100000)) (hash-table-set! t i (make-vector 10 i)) (hash-table-delete! t (- i 10)))
         (hash-table-size t))
       => 10)
(finish)
;--- output
; 9 checks
