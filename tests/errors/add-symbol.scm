;; Arithmetic on something that is no number
(import (scheme base) (scheme write))
(define (total prices) (apply + prices))
(display (+ 1 'two))
;--- error
; error[E0402]: +: expected a number: two
;   --> add-symbol.scm:4:15
;    |
;  4 | (display (+ 1 'two))
;    |               ^^^^
;--- exit 70
