;; An error in what a macro expanded to
(import (scheme base) (scheme write))
(define-syntax first-of (syntax-rules () ((_ e) (car e))))
(display (first-of 5))
;--- error
; error[E0402]: car: expected a pair: 5
;   --> macro-in-expansion.scm:4:20
;    |
;  4 | (display (first-of 5))
;    |                    ^
;--- exit 70
