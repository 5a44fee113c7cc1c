; A value that something before it may ask for keeps its place, constants too; what is asked for later may move.
(letrec* ((f (lambda () x))
          (y (f))
          (x 1)
          (z 2)
          (g (lambda () z)))
  (begin (y) (g)))
;--- after fix_letrec
; (let ((y.2 (unbound)) (x.1 (unbound)))
;   (fix ((f.0 (lambda _.0 () x.1)))
;     (begin
;       (set! y.2 (f.0))
;       (set! x.1 1)
;       (let ((z.3 2)) (fix ((g.4 (lambda _.1 () z.3))) (begin (y.2) (g.4)))))))
