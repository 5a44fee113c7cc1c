;; A variable used before its definition
(import (scheme base) (scheme write))
(display later)
(define later 5)
;--- error
; error[E0406]: undefined variable: later
;   --> used-before-definition.scm:3:10
;    |
;  3 | (display later)
;    |          ^^^^^
;--- exit 70
