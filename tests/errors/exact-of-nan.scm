;; exact of what has no exact value
(import (scheme base) (scheme write))
(display (exact (/ 0. 0.)))
;--- error
; error[E0402]: exact: expected a finite number: +nan.0
;   --> exact-of-nan.scm:3:17
;    |
;  3 | (display (exact (/ 0. 0.)))
;    |                 ^^^^^^^^^
;--- exit 70
