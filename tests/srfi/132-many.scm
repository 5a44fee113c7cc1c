;; SRFI 132: many elements.
;; modes: normal nursery
(import (scheme base) (srfi 132) (check))
(define n 20000)
(define (numbers) (let loop ((i 0) (x 1) (l '())) (if (= i n) l (loop (+ i 1) (modulo (+ (* x 16807) 7) 2147483647) (cons x l)))))
(define l (numbers))
(check (list-sorted? < (list-sort < l)) => #t)
(check (= (apply + (list-sort < l)) (apply + l)) => #t)
(check (vector-sorted? > (vector-stable-sort > (list->vector l))) => #t)
(check (let ((v (list->vector l))) (vector-sort! < v) (vector-sorted? < v)) => #t)
(check (length (list-merge < (list-sort < l) (list-sort < l))) => 40000)
(check (length (list-delete-neighbor-dups = (list-sort < (append l l)))) => 20000)
(check-same (vector-find-median < (list->vector l) 0) (let ((v (list->vector (list-sort < l)))) (/ (+ (vector-ref v 9999) (vector-ref v 10000)) 2)))
(finish)
;--- output
; 7 checks
