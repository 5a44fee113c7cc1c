;; A program that begins with something else than an import of what it needs
(import (only (scheme base) define))
(define x (+ 1 2))
;--- error
; error[E0406]: undefined variable: +
;   --> no-import.scm:3:12
;    |
;  3 | (define x (+ 1 2))
;    |            ^
;--- exit 70
