;; Arithmetic on a string
(import (scheme base) (scheme write))
(define count "3")
(display (* 2 count))
;--- error
; error[E0402]: *: expected a number: "3"
;   --> add-string.scm:4:15
;    |
;  4 | (display (* 2 count))
;    |               ^^^^^
;--- exit 70
