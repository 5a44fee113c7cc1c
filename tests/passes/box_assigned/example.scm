; A captured counter gets a cell; so does a parameter that is assigned.
(define-global make-counter
  (lambda make-counter (n step)
    (let ((calls 0))
      (lambda () (begin (set! n (+ n step)) (begin (set! calls (+ calls 1)) (cons n calls)))))))
;--- after box_assigned
; (global make-counter.0 "program" defined)
; (define-global make-counter.0
;   (lambda make-counter.0 (n.3 step.1)
;     (let ((n.0 (make-cell n.3)))
;       (let ((calls.2 (make-cell 0)))
;         (lambda _.1 ()
;           (begin
;             (cell-set! n.0 (+ (cell-ref n.0) step.1))
;             (begin
;               (cell-set! calls.2 (+ (cell-ref calls.2) 1))
;               (cons (cell-ref n.0) (cell-ref calls.2)))))))))
