;;; SRFI 132: sort libraries. Merge sort on lists throughout: stable, pure, and n log n whatever the input, so that a
;;; comparison that escapes or is entered again cannot corrupt a result.

(define-library (srfi 132)
  (import (scheme base) (scheme case-lambda))
  (export list-sorted? vector-sorted?
          list-sort list-stable-sort list-sort! list-stable-sort!
          vector-sort vector-stable-sort vector-sort! vector-stable-sort!
          list-merge list-merge! vector-merge vector-merge!
          list-delete-neighbor-dups list-delete-neighbor-dups!
          vector-delete-neighbor-dups vector-delete-neighbor-dups!
          vector-find-median vector-find-median! vector-select! vector-separate!)
  (begin

    (define (list-sorted? < list)
      (or (null? list)
          (let loop ((x (car list)) (rest (cdr list)))
            (or (null? rest)
                (and (not (< (car rest) x))
                     (loop (car rest) (cdr rest)))))))

    ;; The result is built reversed and turned round, so that long lists need no deep recursion.
    (define (list-merge < a b)
      (let loop ((a a) (b b) (acc '()))
        (cond
          ((null? a) (append-reversed acc b))
          ((null? b) (append-reversed acc a))
          ((< (car b) (car a)) (loop a (cdr b) (cons (car b) acc)))
          (else (loop (cdr a) b (cons (car a) acc))))))

    (define (append-reversed list tail)
      (if (null? list)
          tail
          (append-reversed (cdr list) (cons (car list) tail))))

    (define (list-sort < list)
      ;; Sorts the first n elements of l.
      (define (sort l n)
        (cond
          ((= n 1) (cons (car l) '()))
          ((= n 2)
           (let ((x (car l)) (y (cadr l)))
             (if (< y x) (cons y (cons x '())) (cons x (cons y '())))))
          (else
           (let* ((half (quotient n 2))
                  (a (sort l half))
                  (b (sort (list-tail l half) (- n half))))
             (list-merge < a b)))))
      (let ((n (length list)))
        (if (= n 0) '() (sort list n))))

    (define list-stable-sort list-sort)
    (define list-sort! list-sort)
    (define list-stable-sort! list-sort)
    (define list-merge! list-merge)

    (define vector-sorted?
      (case-lambda
        ((< v) (vector-sorted? < v 0 (vector-length v)))
        ((< v start) (vector-sorted? < v start (vector-length v)))
        ((less? v start end)
         (if (not (<= 0 start end (vector-length v)))
             (error "vector-sorted?: no such range" start end))
         (let loop ((i (+ start 1)))
           (or (>= i end)
               (and (not (less? (vector-ref v i) (vector-ref v (- i 1))))
                    (loop (+ i 1))))))))

    (define vector-sort
      (case-lambda
        ((< v) (vector-sort < v 0 (vector-length v)))
        ((< v start) (vector-sort < v start (vector-length v)))
        ((< v start end) (list->vector (list-sort < (vector->list v start end))))))

    (define vector-stable-sort vector-sort)

    (define vector-sort!
      (case-lambda
        ((< v) (vector-sort! < v 0 (vector-length v)))
        ((< v start) (vector-sort! < v start (vector-length v)))
        ((< v start end)
         (vector-copy! v start (vector-sort < v start end)))))

    (define vector-stable-sort! vector-sort!)

    (define vector-merge
      (case-lambda
        ((< a b) (vector-merge < a b 0 (vector-length a) 0 (vector-length b)))
        ((< a b start-a) (vector-merge < a b start-a (vector-length a) 0 (vector-length b)))
        ((< a b start-a end-a) (vector-merge < a b start-a end-a 0 (vector-length b)))
        ((< a b start-a end-a start-b)
         (vector-merge < a b start-a end-a start-b (vector-length b)))
        ((< a b start-a end-a start-b end-b)
         (list->vector
           (list-merge < (vector->list a start-a end-a) (vector->list b start-b end-b))))))

    (define vector-merge!
      (case-lambda
        ((< to a b) (vector-merge! < to a b 0))
        ((< to a b start) (vector-merge! < to a b start 0))
        ((< to a b start start-a) (vector-merge! < to a b start start-a (vector-length a)))
        ((< to a b start start-a end-a) (vector-merge! < to a b start start-a end-a 0))
        ((< to a b start start-a end-a start-b)
         (vector-merge! < to a b start start-a end-a start-b (vector-length b)))
        ((< to a b start start-a end-a start-b end-b)
         (vector-copy! to start (vector-merge < a b start-a end-a start-b end-b)))))

    (define (list-delete-neighbor-dups = list)
      (if (null? list)
          '()
          (let loop ((last (car list)) (rest (cdr list)) (acc (cons (car list) '())))
            (cond
              ((null? rest) (reverse acc))
              ((= last (car rest)) (loop last (cdr rest) acc))
              (else (loop (car rest) (cdr rest) (cons (car rest) acc)))))))

    (define list-delete-neighbor-dups! list-delete-neighbor-dups)

    (define vector-delete-neighbor-dups
      (case-lambda
        ((= v) (vector-delete-neighbor-dups = v 0 (vector-length v)))
        ((= v start) (vector-delete-neighbor-dups = v start (vector-length v)))
        ((= v start end)
         (list->vector (list-delete-neighbor-dups = (vector->list v start end))))))

    ;; Returns the end of what is left.
    (define vector-delete-neighbor-dups!
      (case-lambda
        ((= v) (vector-delete-neighbor-dups! = v 0 (vector-length v)))
        ((= v start) (vector-delete-neighbor-dups! = v start (vector-length v)))
        ((same? v start end)
         (let ((kept (vector-delete-neighbor-dups same? v start end)))
           (vector-copy! v start kept)
           (+ start (vector-length kept))))))

    (define vector-find-median
      (case-lambda
        ((< v knil) (vector-find-median < v knil (lambda (a b) (/ (+ a b) 2))))
        ((< v knil mean) (median-of-sorted (vector-sort < v) knil mean))))

    (define vector-find-median!
      (case-lambda
        ((< v knil) (vector-find-median! < v knil (lambda (a b) (/ (+ a b) 2))))
        ((< v knil mean)
         (vector-sort! < v)
         (median-of-sorted v knil mean))))

    (define (median-of-sorted v knil mean)
      (let* ((n (vector-length v)) (half (quotient n 2)))
        (cond
          ((= n 0) knil)
          ((odd? n) (vector-ref v half))
          (else (mean (vector-ref v (- half 1)) (vector-ref v half))))))

    (define vector-select!
      (case-lambda
        ((< v k) (vector-select! < v k 0 (vector-length v)))
        ((< v k start) (vector-select! < v k start (vector-length v)))
        ((less? v k start end)
         (if (not (and (exact-integer? k) (< -1 k (- end start))))
             (error "vector-select!: no such rank in this range" k start end))
         (vector-sort! less? v start end)
         (vector-ref v (+ start k)))))

    (define vector-separate!
      (case-lambda
        ((< v k) (vector-separate! < v k 0 (vector-length v)))
        ((< v k start) (vector-separate! < v k start (vector-length v)))
        ((less? v k start end)
         (if (not (and (exact-integer? k) (<= 0 k (- end start))))
             (error "vector-separate!: the range has fewer elements" k start end))
         (vector-sort! less? v start end))))))
