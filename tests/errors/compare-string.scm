;; Comparison of a string as a number
(import (scheme base) (scheme write))
(display (< 1 "2"))
;--- error
; error[E0402]: <: expected a real number: "2"
;   --> compare-string.scm:3:15
;    |
;  3 | (display (< 1 "2"))
;    |               ^^^
;--- exit 70
