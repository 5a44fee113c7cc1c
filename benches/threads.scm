;; Cooperative threads as continuations in a queue: each yields after every step; one talks to the next.
;; group: callcc

(define queue-front '())
(define queue-back '())

(define (enqueue! k) (set! queue-back (cons k queue-back)))
(define (dequeue!)
  (if (null? queue-front)
      (begin
        (set! queue-front (reverse queue-back))
        (set! queue-back '())))
  (let ((k (car queue-front)))
    (set! queue-front (cdr queue-front))
    k))
(define (idle?) (and (null? queue-front) (null? queue-back)))

(define finish #f)
(define (next!)
  (if (idle?) (finish #f) ((dequeue!) #f)))

(define (yield)
  (call/cc (lambda (k) (enqueue! k) (next!))))

(define boxes #f)

(define (worker id last steps)
  (lambda (ignored)
    (let loop ((i 0))
      (if (< i steps)
          (begin
            (vector-set! boxes last
                         (modulo (+ (vector-ref boxes last) (vector-ref boxes id) 1) 65521))
            (yield)
            (loop (+ i 1)))))
    (next!)))

(define (run count steps)
  (set! boxes (make-vector count 1))
  (do ((i 0 (+ i 1)))
      ((= i count))
    (enqueue! (worker i (modulo (+ i 1) count) steps)))
  (call/cc (lambda (k) (set! finish k) (next!)))
  (apply + (vector->list boxes)))

(check 'threads (run 100 300000) 3127503)
