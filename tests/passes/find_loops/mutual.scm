; `odd` is called once from outside itself, so it moves into `even`; then `even` is a loop.
(lambda (k)
  (fix ((even (lambda even (n) (if (= n 0) #t (odd (- n 1)))))
        (odd (lambda odd (m) (if (= m 0) #f (even (- m 1))))))
    (begin (even k) 1)))
;--- after find_loops
; (lambda _.0 (k.0)
;   (begin
;     (loop loop.0 ((n.2 k.0))
;       (if (= n.2 0) #t (let ((m.4 (- n.2 1))) (if (= m.4 0) #f (continue loop.0 (- m.4 1))))))
;     1))
