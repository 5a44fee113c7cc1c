;; A hash table of growing buckets in a vector, under steady insertion, update and removal: old objects keep
;; pointing to young ones.
;; group: gc

(define (make-table size) (cons 0 (make-vector size '())))

(define (slot-of key size) (modulo (* key 40503) size))

(define (lookup table key)
  (let* ((buckets (cdr table))
         (found (assv key (vector-ref buckets (slot-of key (vector-length buckets))))))
    (and found (cdr found))))

(define (grow! table)
  (let* ((before (cdr table))
         (size (+ 1 (* 2 (vector-length before))))
         (after (make-vector size '())))
    (do ((i 0 (+ i 1)))
        ((= i (vector-length before)))
      (for-each (lambda (entry)
                  (let ((slot (slot-of (car entry) size)))
                    (vector-set! after slot (cons entry (vector-ref after slot)))))
                (vector-ref before i)))
    (set-cdr! table after)))

(define (insert! table key value)
  (let* ((buckets (cdr table))
         (slot (slot-of key (vector-length buckets)))
         (bucket (vector-ref buckets slot))
         (found (assv key bucket)))
    (if found
        (set-cdr! found value)
        (begin
          (vector-set! buckets slot (cons (cons key value) bucket))
          (set-car! table (+ 1 (car table)))
          (if (> (car table) (* 2 (vector-length buckets)))
              (grow! table))))))

(define (remove! table key)
  (let* ((buckets (cdr table))
         (slot (slot-of key (vector-length buckets))))
    (vector-set! buckets slot
                 (let loop ((entries (vector-ref buckets slot)))
                   (cond ((null? entries) '())
                         ((= key (caar entries))
                          (set-car! table (- (car table) 1))
                          (cdr entries))
                         (else (cons (car entries) (loop (cdr entries)))))))))

(define (run count)
  (let ((table (make-table 101)))
    (let loop ((i 0) (seed 1) (sum 0))
      (if (= i count)
          (list (car table) sum)
          (let* ((key (modulo seed 100003))
                 (next (modulo (+ (* seed 16807) 11) 2147483647))
                 (value (lookup table key)))
            (cond ((= 0 (modulo i 5)) (remove! table key))
                  (else (insert! table key (list i key (if value (car value) 0)))))
            (loop (+ i 1) next (if value (modulo (+ sum (car value)) 1000003) sum)))))))

(check 'buckets (run 2000000) '(80084 237472))
