;; The same where its value is wanted
(import (scheme base) (scheme write))
(define (f a) (positive? a))
(display (f 'x))
;--- error
; error[E0402]: positive?: expected a real number: x
;   --> positive-of-symbol.scm:3:26
;    |
;  3 | (define (f a) (positive? a))
;    |                          ^
;--- exit 70
