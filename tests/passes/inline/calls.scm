; Known lists, clauses, multiple values, primitives as values.
(lambda (x y)
  (let ((add (primitive +))
        (f (case-lambda (f1 (a) (cons a a)) (f2 (b . c) (vector b c)))))
    (begin
      (display (apply add x (list y 1)))
      (display (f x))
      (display (f x y 2))
      (receive (q . r) (values x (car y) 3) (list q r))
      (receive-into (values y x) (lambda (m n) (- m n)))
      ((lambda (s t . u) (list u t s)) 1 (car x) (cdr y) 4))))
;--- after inline
; (lambda _.0 (x.0 y.1)
;   (begin
;     (display (+ x.0 y.1 1))
;     (display (cons x.0 x.0))
;     (display (vector x.0 (list y.1 2)))
;     (list x.0 (list (car y.1) 3))
;     (- y.1 x.0)
;     (let ((t.12 (car x.0)) (u.13 (list (cdr y.1) 4))) (list u.13 t.12 1))))
