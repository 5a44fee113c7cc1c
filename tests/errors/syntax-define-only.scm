;; A body of definitions alone
(import (scheme base) (scheme write))
(define (f)
  (define x 1))
(f)
;--- error
; error[E0109]: a body needs an expression after its definitions
;   --> syntax-define-only.scm:3:1
;    |
;  3 | (define (f)
;    | ^^^^^^^^^^^
;--- exit 70
