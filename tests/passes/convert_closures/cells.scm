; Captured cells are bound on entry; inner procedures get them from there.
(let ((c (make-cell 0)))
  (lambda (x)
    (begin (cell-set! c x) (lambda () (cell-ref c)))))
;--- after convert_closures
; (procedure _.0 (x.1) 1
;   (let ((c.2 (free 0))) (begin (cell-set! c.2 x.1) (make-closure _.1 (free 0)))))
; (procedure _.1 () 1 (let ((c.3 (free 0))) (cell-ref c.3)))
; (let ((c.0 (make-cell 0))) (make-closure _.0 c.0))
