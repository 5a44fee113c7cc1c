;; car of something that is no pair
(import (scheme base) (scheme write))
(define (first-of l)
  (car l))
(display (first-of 5))
;--- error
; error[E0402]: car: expected a pair: 5
;   --> car-of-number.scm:4:8
;    |
;  4 |   (car l))
;    |        ^
;--- exit 70
