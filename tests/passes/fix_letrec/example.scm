; Procedures become a fix, plain values a let; what reads itself early becomes assigned.
(letrec* ((even (lambda (n) (if (= n 0) #t (odd (- n 1)))))
          (odd (lambda (m) (if (= m 0) #f (even (- m 1)))))
          (limit 10)
          (unused (display "between definitions"))
          (self (cons 1 (lambda () self))))
  (values (even limit) self))
;--- after fix_letrec
; (fix ((even.0 (lambda _.0 (n.1) (if (= n.1 0) #t (odd.2 (- n.1 1)))))
;       (odd.2 (lambda _.1 (m.3) (if (= m.3 0) #f (even.0 (- m.3 1))))))
;   (let ((limit.4 10))
;     (begin
;       (display "between definitions")
;       (let ((self.6 (unbound)))
;         (begin (set! self.6 (cons 1 (lambda _.2 () self.6))) (values (even.0 limit.4) self.6))))))
