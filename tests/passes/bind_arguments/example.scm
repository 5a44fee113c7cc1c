; closed program: `sort` always gets `<`, and passes it on to itself and to `split`; `twice` gets two things, `kept` escapes.
(begin
  (define-global sort
    (lambda sort (items before? tail)
      (fix ((split (lambda split (rest b?)
              (if (b? (car rest) 1) (split (cdr rest) b?) ((global sort) rest before? '())))))
        (if (null? items) tail (split items before?)))))
  (define-global twice (lambda twice (g x) (g (g x))))
  (define-global kept (lambda kept (f) (f 1)))
  (define-global assigned (lambda assigned (n) (begin (set! n (+ n 1)) n)))
  (values ((global sort) '(1 2) (primitive <) '()) ((global twice) (primitive car) '((1)))
    ((global twice) (primitive cdr) '(1 2)) ((global kept) (primitive -)) (global kept) ((global assigned) 1)))
;--- after bind_arguments
; (global sort.0 "program" defined)
; (global twice.1 "program" defined)
; (global kept.2 "program" defined)
; (global assigned.3 "program" defined)
; (begin
;   (define-global sort.0
;     (lambda sort.0 (items.0)
;       (fix ((split.3 (lambda split.1 (rest.4)
;                        (if ((primitive <) (car rest.4) 1)
;                          (split.3 (cdr rest.4))
;                          ((global sort.0) rest.4)))))
;         (if (null? items.0) '() (split.3 items.0)))))
;   (define-global twice.1 (lambda twice.2 (g.6 x.7) (g.6 (g.6 x.7))))
;   (define-global kept.2 (lambda kept.3 (f.8) (f.8 1)))
;   (define-global assigned.3 (lambda assigned.4 (n.9) (begin (set! n.9 (+ n.9 1)) n.9)))
;   (values
;     ((global sort.0) '(1 2))
;     ((global twice.1) (primitive car) '((1)))
;     ((global twice.1) (primitive cdr) '(1 2))
;     ((global kept.2) (primitive -))
;     (global kept.2)
;     ((global assigned.3) 1)))
