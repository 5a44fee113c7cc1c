; Two operands each; arguments of comparisons are evaluated once.
(lambda (a b)
  (if (not (< a (car b) 10))
      (+ a 1 (cadddr b) (*) (- a))
      (begin (write-char #\a) (values (read-char) (zero? a) (eqv? a 'x)))))
;--- after lower_prims
; (lambda _.0 (a.0 b.1)
;   (if (let ((_.2 (car b.1))) (if (< a.0 _.2) (< _.2 10) #f))
;     (begin
;       (write-char #\a (%current-output-port))
;       (values (read-char (%current-input-port)) (zero? a.0) (eq? a.0 'x)))
;     (+ (+ (+ (+ a.0 1) (cadr (cddr b.1))) (*)) (- a.0))))
