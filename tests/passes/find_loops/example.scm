; A named let, entered from an argument; a procedure that calls itself in and out of tail position.
(begin
  (define-global sum
    (lambda sum (l)
      (+ 1 (fix ((lp (lambda lp (l2 n) (if (null? l2) n (lp (cdr l2) (+ n 1)))))) (lp l 0)))))
  (define-global ack
    (lambda ack (m n2)
      (if (= m 0)
          (+ n2 1)
          (if (= n2 0)
              ((global ack) (- m 1) 1)
              ((global ack) (- m 1) ((global ack) m (- n2 1))))))))
;--- after find_loops
; (global sum.0 "program" defined)
; (global ack.1 "program" defined)
; (begin
;   (define-global sum.0
;     (lambda sum.0 (l.0)
;       (+ 1
;         (loop loop.0 ((l2.2 l.0) (n.3 0))
;           (if (null? l2.2) n.3 (continue loop.0 (cdr l2.2) (+ n.3 1)))))))
;   (define-global ack.1
;     (lambda ack.2 (m.6 n2.7)
;       (loop loop.1 ((m.4 m.6) (n2.5 n2.7))
;         (if (= m.4 0)
;           (+ n2.5 1)
;           (if (= n2.5 0)
;             (continue loop.1 (- m.4 1) 1)
;             (continue loop.1 (- m.4 1) ((global ack.1) m.4 (- n2.5 1)))))))))
