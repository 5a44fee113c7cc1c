; A call before the definition stays an ordinary one; so do those of what may change.
(begin
  ((global f) 1)
  (define-global f (lambda f (x) ((global g) x)))
  (define-global g (lambda g (y) (set-global! g y)))
  ((global f) 1)
  (global f))
;--- after convert_closures
; (global f.0 "program" defined)
; (global g.1 "program" defined mutable)
; (procedure f.0 (x.0) 0 ((global g.1) x.0))
; (procedure g.1 (y.1) 0 (set-global! g.1 y.1))
; (begin
;   ((global f.0) 1)
;   (define-global f.0 (closure f.0))
;   (define-global g.1 (closure g.1))
;   (call-known f.0 #f 1)
;   (global f.0))
