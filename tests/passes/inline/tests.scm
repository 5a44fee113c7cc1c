; `or` in a test, `not`, constants, sequences and bindings in tests.
(lambda (a b)
  (begin
    (if (let ((t (pair? a))) (if t t (null? a))) 1 2)
    (if (not (begin (display a) (not b))) (car a) (car b))
    (if (let ((u (car a))) (cdr u)) (display 3) (display 4))
    (if (if (eq? a b) #f #t) (display 5) (display 6))
    (cons a b)
    7))
;--- after inline
; (lambda _.0 (a.0 b.1)
;   (begin
;     (display a.0)
;     (if b.1 (car a.0) (car b.1))
;     (if (cdr (car a.0)) (display 3) (display 4))
;     (if (eq? a.0 b.1) (display 6) (display 5))
;     7))
