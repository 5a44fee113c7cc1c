;; A comparison that runs as its mirror image
(import (scheme base))
(define (f a b) (if (> a b) a b))
(f 1 "x")
;--- error
; error[E0402]: >: expected a real number: "x"
;   --> compare-reversed.scm:3:26
;    |
;  3 | (define (f a b) (if (> a b) a b))
;    |                          ^
;--- exit 70
