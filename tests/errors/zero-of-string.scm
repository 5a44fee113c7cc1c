;; A test that runs as a comparison with zero
(import (scheme base))
(define (f a) (if (zero? a) 'yes 'no))
(f "x")
;--- error
; error[E0402]: zero?: expected a number: "x"
;   --> zero-of-string.scm:3:26
;    |
;  3 | (define (f a) (if (zero? a) 'yes 'no))
;    |                          ^
;--- exit 70
