;; syntax-error in an expansion
(import (scheme base) (scheme write))
(define-syntax must-be-name (syntax-rules () ((_ (x . y)) (syntax-error "expected a name but got" (x . y))) ((_ x) 'x)))
(display (must-be-name a))
(display (must-be-name (1 2)))
;--- error
; error[E0204]: expected a name but got (1 2)
;   --> macro-syntax-error.scm:3:59
;    |
;  3 | (define-syntax must-be-name (syntax-rules () ((_ (x . y)) (syntax-error "expected a name but got" (x . y))) ((_ x) 'x)))
;    |                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;    = note: in expansion of `must-be-name` at macro-syntax-error.scm:5:10
;--- exit 70
