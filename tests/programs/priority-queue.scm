;; A binary heap in a growing vector, used to sort and to find shortest paths.
(import (scheme base) (scheme write))

(define-record-type heap
  (%make-heap less? items size)
  heap?
  (less? heap-less?)
  (items heap-items set-heap-items!)
  (size heap-size set-heap-size!))

(define (make-heap less?) (%make-heap less? (make-vector 2 #f) 0))
(define (heap-empty? h) (= (heap-size h) 0))

(define (swap! v i j)
  (let ((x (vector-ref v i)))
    (vector-set! v i (vector-ref v j))
    (vector-set! v j x)))

(define (heap-add! h x)
  (let ((n (heap-size h)))
    (when (= n (vector-length (heap-items h)))
      (let ((larger (make-vector (* 2 n) #f)))
        (vector-copy! larger 0 (heap-items h))
        (set-heap-items! h larger)))
    (set-heap-size! h (+ n 1))
    (let ((v (heap-items h)) (less? (heap-less? h)))
      (vector-set! v n x)
      (let up ((i n))
        (when (> i 0)
          (let ((parent (quotient (- i 1) 2)))
            (when (less? (vector-ref v i) (vector-ref v parent))
              (swap! v i parent)
              (up parent))))))))

(define (heap-take! h)
  (when (heap-empty? h) (error "the heap is empty"))
  (let* ((v (heap-items h)) (less? (heap-less? h)) (first (vector-ref v 0)) (n (- (heap-size h) 1)))
    (set-heap-size! h n)
    (vector-set! v 0 (vector-ref v n))
    (vector-set! v n #f)
    (let down ((i 0))
      (let* ((left (+ (* 2 i) 1))
             (right (+ left 1))
             (least (if (and (< left n) (less? (vector-ref v left) (vector-ref v i))) left i))
             (least (if (and (< right n) (less? (vector-ref v right) (vector-ref v least))) right least)))
        (unless (= least i)
          (swap! v i least)
          (down least))))
    first))

(define (heap-sort l less?)
  (let ((h (make-heap less?)))
    (for-each (lambda (x) (heap-add! h x)) l)
    (let loop ((sorted '()))
      (if (heap-empty? h)
          (reverse sorted)
          (loop (cons (heap-take! h) sorted))))))

;;; Dijkstra's algorithm over an association list of node to ((neighbour . length) …).
(define (shortest-paths graph start)
  (let ((queue (make-heap (lambda (a b) (< (car a) (car b))))))
    (heap-add! queue (list 0 start '()))
    (let loop ((done '()))
      (if (heap-empty? queue)
          (reverse done)
          (let* ((entry (heap-take! queue))
                 (distance (car entry))
                 (node (cadr entry))
                 (path (cons node (car (cddr entry)))))
            (if (assq node done)
                (loop done)
                (begin
                  (for-each
                    (lambda (edge) (heap-add! queue (list (+ distance (cdr edge)) (car edge) path)))
                    (cdr (assq node graph)))
                  (loop (cons (list node distance (reverse path)) done)))))))))

(define (random-list n seed)
  (let loop ((i 0) (x seed) (l '()))
    (if (= i n) l (loop (+ i 1) (modulo (+ (* x 1309) 13849) 65536) (cons (modulo x 100) l)))))

(define (sorted? l) (or (null? l) (null? (cdr l)) (and (<= (car l) (cadr l)) (sorted? (cdr l)))))

(define (show x) (write x) (newline))
(show (heap-sort '(5 3 8 1 9 2 7) <))
(show (heap-sort '("pear" "apple" "fig") string<?))
(show (heap-sort '(1.5 1 2 -3 0.25) >))
(show (sorted? (heap-sort (random-list 500 1) <)))
(show (apply + (heap-sort '(1 2 3 4 5) <)))
(for-each show
          (shortest-paths '((a (b . 7) (c . 9) (f . 14)) (b (a . 7) (c . 10) (d . 15))
                            (c (a . 9) (b . 10) (d . 11) (f . 2)) (d (b . 15) (c . 11) (e . 6))
                            (e (d . 6) (f . 9)) (f (a . 14) (c . 2) (e . 9)))
                          'a))
(show (guard (e ((error-object? e) (error-object-message e))) (heap-take! (make-heap <))))
;--- output
; (1 2 3 5 7 8 9)
; ("apple" "fig" "pear")
; (2 1.5 1 0.25 -3)
; #t
; 15
; (a 0 (a))
; (b 7 (a b))
; (c 9 (a c))
; (f 11 (a c f))
; (d 20 (a c d))
; (e 20 (a c f e))
; "the heap is empty"
