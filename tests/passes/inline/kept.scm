; What has effects or identity stays: assigned variables, recursion, shared constants, wrong counts.
(begin
  (define-global f (lambda f (n) (if (= n 0) 1 (* n ((global f) (- n 1))))))
  (let ((s "text") (k 0))
    (fix ((even (lambda even (i) (if (= i 0) #t (odd (- i 1)))))
          (odd (lambda odd (j) (if (= j 0) #f (even (- j 1))))))
      (begin
        (set! k (even 10))
        (display s)
        ((lambda (only) only) 1 2)
        ((primitive car) 1 2)
        ((global f) 3)
        (cons s k)))))
;--- after inline
; (global f.0 "program" defined)
; (begin
;   (define-global f.0 (lambda f.0 (n.0) (if (= n.0 0) 1 (* n.0 ((global f.0) (- n.0 1))))))
;   (let ((s.1 "text") (k.2 0))
;     (fix ((even.3 (lambda even.1 (i.4) (if (= i.4 0) #t (odd.5 (- i.4 1)))))
;           (odd.5 (lambda odd.2 (j.6) (if (= j.6 0) #f (even.3 (- j.6 1))))))
;       (begin
;         (set! k.2 (even.3 10))
;         (display s.1)
;         ((lambda _.3 (only.7) only.7) 1 2)
;         ((primitive car) 1 2)
;         ((global f.0) 3)
;         (cons s.1 k.2)))))
