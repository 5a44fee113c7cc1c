; Calls pick the clause; the value is a procedure with cases; clauses share the closure.
(lambda (x)
  (fix ((f (case-lambda (f1 (a) (f a x)) (f2 (b c) (cons b c)) (f3 (d . e) (f d)))))
    (begin (f 1) (f 1 2 3) f)))
;--- after convert_closures
; (procedure _.0 (x.0) 0
;   (let ((f.1 (make-closure f1.4 x.0))) (begin (call-known f1.1 f.1 1) (f.1 1 2 3) f.1)))
; (procedure f1.4 (cases f1.1 f2.2 f3.3) 1)
; (procedure f1.1 (a.2) 1 (call-known f2.2 (running-closure) a.2 (free 0)))
; (procedure f2.2 (b.3 c.4) 1 (cons b.3 c.4))
; (procedure f3.3 (d.5 . e.6) 1 (call-known f1.1 (running-closure) d.5))
; (closure _.0)
