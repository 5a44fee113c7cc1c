; An assigned procedure is a value like any other; nested forms are fixed each on its own.
(letrec* ((f (lambda (x) x))
          (g (lambda (y) (letrec* ((h (lambda (z) (g (h z))))) (h y)))))
  (begin (set! f g) (f 1)))
;--- after fix_letrec
; (let ((f.0 (lambda _.0 (x.1) x.1)))
;   (fix ((g.2 (lambda _.1 (y.3) (fix ((h.4 (lambda _.2 (z.5) (g.2 (h.4 z.5))))) (h.4 y.3)))))
;     (begin (set! f.0 g.2) (f.0 1))))
