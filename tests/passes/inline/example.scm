; An accessor, a small procedure, one that is used once, a copy of a variable.
(record-type point x (mutable y))
(begin
  (define-global point-x (lambda point-x (p) (record-ref point 0 p)))
  (define-global square (lambda square (n) (* n n)))
  (define-global norm
    (lambda norm (q)
      (let ((r q))
        (fix ((sum (lambda sum (a b) (+ ((global square) a) ((global square) b)))))
          (sum ((global point-x) r) (record-ref point 1 r))))))
  ((global norm) (record-make point 3 4)))
;--- after inline
; (global point-x.0 "program" defined)
; (global square.1 "program" defined)
; (global norm.2 "program" defined)
; (record-type point.0 x (mutable y))
; (begin
;   (define-global point-x.0 (lambda point-x.0 (p.0) (record-ref point.0 0 p.0)))
;   (define-global square.1 (lambda square.1 (n.1) (* n.1 n.1)))
;   (define-global norm.2
;     (lambda norm.2 (q.2)
;       (let ((a.5 (record-ref point.0 0 q.2)) (b.6 (record-ref point.0 1 q.2)))
;         (+ (* a.5 a.5) (* b.6 b.6)))))
;   (let ((q.10 (record-make point.0 3 4)))
;     (let ((a.11 (record-ref point.0 0 q.10)) (b.12 (record-ref point.0 1 q.10)))
;       (+ (* a.11 a.11) (* b.12 b.12)))))
