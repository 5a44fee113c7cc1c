;; A pattern with two ellipses
(import (scheme base) (scheme write))
(define-syntax bad (syntax-rules () ((_ a ... b ...) 1)))
(bad 1 2)
;--- error
; error[E0202]: two ellipses in one list of a pattern
;   --> macro-two-ellipses.scm:3:49
;    |
;  3 | (define-syntax bad (syntax-rules () ((_ a ... b ...) 1)))
;    |                                                 ^^^
;--- exit 70
