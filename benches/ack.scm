;; Ackermann's function: the deepest recursion for its size.
;; group: calls

(define (ack m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ack (- m 1) 1))
        (else (ack (- m 1) (ack m (- n 1))))))

(check 'ack (ack 3 12) 32765)
