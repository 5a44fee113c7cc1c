;; The same where its value is wanted, and the other argument is wrong
(import (scheme base) (scheme write))
(define (f a b) (>= a b))
(display (f 'x 1))
;--- error
; error[E0402]: >=: expected a real number: x
;   --> compare-more.scm:3:21
;    |
;  3 | (define (f a b) (>= a b))
;    |                     ^
;--- exit 70
