; `a` calls what reads `b`, which comes later: both hold nothing at first.
(letrec* ((a (p))
          (p (lambda () b))
          (b ((global g))))
  (+ a b))
;--- after fix_letrec
; (global g.0 "program")
; (let ((a.0 (unbound)) (b.2 (unbound)))
;   (fix ((p.1 (lambda _.0 () b.2)))
;     (begin (set! a.0 (p.1)) (set! b.2 ((global g.0))) (+ a.0 b.2))))
