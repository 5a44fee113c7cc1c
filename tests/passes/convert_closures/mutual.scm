; `even` escapes, so each has a closure of its own, tied together afterwards.
(lambda (k)
  (fix ((even (lambda even (n) (if (= n k) #t (odd n))))
        (odd (lambda odd (m) (if (= m k) (even even) (even (- m 1)))))
        (closed (lambda closed (o) (closed o))))
    (begin (closed closed) (cons even 1))))
;--- after convert_closures
; (procedure _.0 (k.0) 0
;   (let ((even.1 (make-closure even.1 k.0 (unspecified))))
;     (let ((odd.3 (make-closure odd.2 k.0 even.1)))
;       (begin
;         (patch-closure! even.1 1 odd.3)
;         (begin (call-known closed.3 #f (closure closed.3)) (cons even.1 1))))))
; (procedure even.1 (n.2) 2 (if (= n.2 (free 0)) #t (call-known odd.2 (free 1) n.2)))
; (procedure odd.2 (m.4) 2
;   (if (= m.4 (free 0))
;     (call-known even.1 (free 1) (free 1))
;     (call-known even.1 (free 1) (- m.4 1))))
; (procedure closed.3 (o.6) 0 (call-known closed.3 #f o.6))
; (closure _.0)
