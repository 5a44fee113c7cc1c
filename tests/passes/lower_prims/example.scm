; Two operands each; arguments of comparisons are evaluated once.
(lambda (a b)
  (if (not (< a (car b) 10))
      (+ a 1 (cadddr b) (-) (- a))
      (begin (write-char #\a) (values (read-char) (zero? a) (eqv? a 'x)))))
