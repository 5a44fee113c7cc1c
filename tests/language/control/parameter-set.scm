;; A parameter called with a value sets it in the innermost parameterize, converted.
(define p (make-parameter 10 (lambda (x) (* x 2))))
(define before (p))
(p 7)
(write (list before (p) (parameterize ((p 1)) (p 5) (p)) (p)))
(newline)
(write (guard (e ((error-object? e) (error-object-message e))) (p 1 2)))
(newline)
;--- output
; (20 14 10 14)
; "a parameter takes at most one argument, a new value"
