;; SRFI 132: comparisons that contradict themselves, raise, escape, are entered again, or change what is sorted.
(import (scheme base) (srfi 132) (check))

(define (numbers n) (let loop ((i 0) (x 1) (l '())) (if (= i n) l (loop (+ i 1) (modulo (+ (* x 75) 74) 65537) (cons x l)))))
(define (occurrences l) (list-sort < l))

;; An inconsistent comparison gives some permutation, never an error or an endless loop.
(define (permutation? less? l)
  (and (equal? (occurrences l) (occurrences (list-sort less? l)))
       (equal? (occurrences l) (occurrences (vector->list (vector-sort less? (list->vector l)))))
       (let ((v (list->vector l)))
         (vector-sort! less? v)
         (equal? (occurrences l) (occurrences (vector->list v))))))
(define some (numbers 60))
(check (permutation? (lambda (a b) #t) some) => #t)
(check (permutation? (lambda (a b) #f) some) => #t)
(check (permutation? (let ((n 0)) (lambda (a b) (set! n (+ n 1)) (even? n))) some) => #t)
(check (permutation? (lambda (a b) (odd? (+ a b))) some) => #t)
(check (permutation? <= some) => #t)
(check (permutation? (lambda (a b) (not (= 0 (modulo (- a b) 3)))) some) => #t)
;; Without a strict order nothing moves: #f always means "not less".
(check-same (list-sort (lambda (a b) #f) some) some)
(check (list-sort < '(1.0 +nan.0 0.5)) => (1.0 +nan.0 0.5))
(check (length (list-sort (lambda (a b) #t) (numbers 1))) => 1)
(check (vector-length (vector-merge (lambda (a b) #t) #(1 2 3) #(4 5))) => 5)

;; What the comparison raises comes out; the vector is still a permutation.
(define (interrupted leave)
  (let* ((v (list->vector some)) (n 0)
         (r (leave (lambda (out) (vector-sort! (lambda (a b) (set! n (+ n 1)) (if (= n 50) (out 'left)) (< a b)) v)))))
    (list r (equal? (occurrences (vector->list v)) (occurrences some)))))
(check (interrupted (lambda (body) (guard (e (#t e)) (body raise)))) => (left #t))
(check (interrupted (lambda (body) (call/cc body))) => (left #t))
(check-error (list-sort (lambda (a b) (car a)) some))
(check-error (list-sort (lambda (a) #t) some))
(check-error (list-sort 5 some))
(check (guard (e (#t (list 'caught e))) (list-stable-sort (lambda (a b) (raise 'stop)) '(1 2))) => (caught stop))
(check (list-sort (lambda (a b) (raise 'never)) '(1)) => (1))

;; A comparison that is entered again gives another result and leaves the first as it was.
(define (runs sort)
  ;; The number of times the sort came back, its first result before and after the later ones, and the last one.
  (let ((k #f) (first #f) (copy #f) (times 0) (flip? #f))
    (let ((r (sort (lambda (a b)
                     (if (not k) (call/cc (lambda (c) (set! k c))))
                     (if flip? (< b a) (< a b))))))
      (set! times (+ times 1))
      (if (= times 1) (begin (set! first r) (set! copy (if (list? r) (list-copy r) (vector-copy r)))))
      (set! flip? #t)
      (if (< times 3) (k #f))
      (list times (equal? first copy) first r))))
(check (runs (lambda (less?) (list-sort less? '(3 1 2 5 4)))) => (3 #t (1 2 3 4 5) (5 4 3 2 1)))
(check (runs (lambda (less?) (list-sort! less? (list 3 1 2 5 4)))) => (3 #t (1 2 3 4 5) (5 4 3 2 1)))
(check (runs (lambda (less?) (vector-sort less? #(3 1 2 5 4)))) => (3 #t #(1 2 3 4 5) #(5 4 3 2 1)))
(check (runs (lambda (less?) (list-merge less? '(1) '(2)))) => (3 #t (1 2) (2 1)))
(check (runs (lambda (less?) (list-delete-neighbor-dups less? '(1 2 3)))) => (3 #t (1) (1 2 3)))

;; A comparison that changes the vector that is being sorted does no harm.
(check (let ((v (vector 3 1 2)))
         (vector-sort! (lambda (a b) (vector-fill! v 'junk) (< a b)) v)
         v)
       => #(1 2 3))
;; One that sorts.
(check (list-sort (lambda (a b) (< (apply + (list-sort < a)) (apply + (list-sort < b)))) '((3 2 1) (1) (2 2)))
       => ((1) (2 2) (3 2 1)))

;; Size, orders that are hard for quicksorts, and deep lists.
(define (descending n) (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (cons i l)))))
(check (list-sorted? < (list-sort < (numbers 2000))) => #t)
(check (list-sorted? < (list-sort < (descending 2000))) => #t)
(check (list-sorted? < (list-sort < (make-list 2000 5))) => #t)
(check (let ((n 0)) (list-sort (lambda (a b) (set! n (+ n 1)) (< a b)) (descending 1024)) (<= n 10240)) => #t)
(finish)
;--- output
; 28 checks
