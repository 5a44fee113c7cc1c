; Calls keep their order, whatever depends on them; a procedure may stand before both.
(letrec* ((a ((global f)))
          (p (lambda () (+ a b)))
          (b ((global g)))
          (c (p)))
  c)
;--- after fix_letrec
; (global f.0 "program")
; (global g.1 "program")
; (let ((a.0 ((global f.0))))
;   (let ((b.2 ((global g.1))))
;     (fix ((p.1 (lambda _.0 () (+ a.0 b.2)))) (let ((c.3 (p.1))) c.3))))
