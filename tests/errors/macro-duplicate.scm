;; A pattern with a variable twice
(import (scheme base) (scheme write))
(define-syntax bad (syntax-rules () ((_ a a) 1)))
(bad 1 2)
;--- error
; error[E0202]: `a` occurs twice in the pattern
;   --> macro-duplicate.scm:3:43
;    |
;  3 | (define-syntax bad (syntax-rules () ((_ a a) 1)))
;    |                                           ^
;--- exit 70
