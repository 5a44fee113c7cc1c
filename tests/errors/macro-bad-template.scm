;; A template with a variable of the wrong depth
(import (scheme base) (scheme write))
(define-syntax bad (syntax-rules () ((_ (a ...)) a)))
(bad (1 2))
;--- error
; error[E0202]: `a` must be followed by `...`
;   --> macro-bad-template.scm:3:50
;    |
;  3 | (define-syntax bad (syntax-rules () ((_ (a ...)) a)))
;    |                                                  ^
;--- exit 70
