; Received values are put into cells too.
(receive (a . b) (values 1 2 3)
  (begin (set! b (cons a b)) b))
;--- after box_assigned
; (receive (a.0 . b.2) (values 1 2 3)
;   (let ((b.1 (make-cell b.2)))
;     (begin (cell-set! b.1 (cons a.0 (cell-ref b.1))) (cell-ref b.1))))
