;; A constant on the left
(import (scheme base))
(define (f b) (if (< 1 b) 'yes 'no))
(f "x")
;--- error
; error[E0402]: <: expected a real number: "x"
;   --> compare-constant.scm:3:24
;    |
;  3 | (define (f b) (if (< 1 b) 'yes 'no))
;    |                        ^
;--- exit 70
