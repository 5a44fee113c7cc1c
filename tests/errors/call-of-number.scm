;; A call of something that is no procedure
(import (scheme base) (scheme write))
(define total 10)
(display (total 5))
;--- error
; error[E0405]: attempt to call something that is not a procedure: 10
;   --> call-of-number.scm:4:10
;    |
;  4 | (display (total 5))
;    |          ^^^^^^^^^
;--- exit 70
