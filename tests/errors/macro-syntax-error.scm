;; syntax-error in an expansion
(import (scheme base) (scheme write))
(define-syntax must-be-name (syntax-rules () ((_ (x . y)) (syntax-error "expected a name but got" (x . y))) ((_ x) 'x)))
(display (must-be-name a))
(display (must-be-name (1 2)))
;--- error
;--- exit 70
