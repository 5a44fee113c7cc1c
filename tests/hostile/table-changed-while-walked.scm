;; A table that is filled and emptied while it is walked: the walk ends, each original key is met at most once.
(import (scheme base) (scheme write) (srfi 69) (hostile))
(define (filled)
  (let ((t (make-hash-table)))
    (let loop ((i 0)) (if (< i 200) (begin (hash-table-set! t i i) (loop (+ i 1)))))
    t))
(define (walked walk)
  (let ((t (filled)) (met '()))
    (walk t
      (lambda (k v)
        (if (and (< k 200) (memv k met)) (error "met twice" k))
        (set! met (cons k met))
        (hash-table-set! t (+ 1000 (* 7 k)) v)
        (hash-table-delete! t k)
        (hash-table-delete! t (- 199 k))))
    (let loop ((l met) (n 0)) (if (null? l) n (loop (cdr l) (if (< (car l) 200) (+ n 1) n))))))
(report (walked hash-table-walk)
        (<= 1 (walked (lambda (t f) (hash-table-fold t (lambda (k v acc) (if (< (length acc) 1000) (f k v)) (cons k acc)) '()))) 200))
;--- output
; 200
; #t
; still here
