;; list-ref past the end
(import (scheme base) (scheme write))
(display (list-ref '(1 2 3) 5))
;--- error
; error[E0403]: list-ref: index out of range: 5 (1 2 3)
;   --> list-ref-range.scm:3:29
;    |
;  3 | (display (list-ref '(1 2 3) 5))
;    |                             ^
;--- exit 70
