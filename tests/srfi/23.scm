;; SRFI 23: error.
(import (scheme base) (srfi 23) (srfi srfi-23) (srfi :23) (srfi :23 error) (check))

(define (caught thunk)
  (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e))))
    (thunk)))
(check (caught (lambda () (error "bad thing"))) => ("bad thing"))
(check (caught (lambda () (error "bad thing:" 1 'two "three" '(4)))) => ("bad thing:" 1 two "three" (4)))
(check (caught (lambda () (+ 1 (error "inner" (list 1 2))))) => ("inner" (1 2)))
(check (caught (lambda () (apply error "many" '(1 2 3)))) => ("many" 1 2 3))
(check-error (error ""))
(check-error (error))
(finish)
;--- output
; 6 checks
