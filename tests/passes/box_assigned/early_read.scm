; What began as unbound is checked whenever it is read.
(let ((self (unbound)))
  (begin (set! self (cons 1 (lambda () self))) self))
;--- after box_assigned
; (let ((self.0 (make-cell (unbound))))
;   (begin
;     (cell-set! self.0 (cons 1 (lambda _.0 () (cell-ref-checked self.0))))
;     (cell-ref-checked self.0)))
