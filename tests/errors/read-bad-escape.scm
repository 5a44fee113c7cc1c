;; An unknown escape in a string
(import (scheme base) (scheme write))
(display "a\qb")
;--- error
; error[E0001]: unknown escape \q
;   --> read-bad-escape.scm:3:12
;    |
;  3 | (display "a\qb")
;    |            ^^
;--- exit 70
