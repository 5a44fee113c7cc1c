;; A list that was meant as data
(import (scheme base) (scheme write))
(display (1 2 3))
;--- error
; error[E0405]: attempt to call something that is not a procedure: 1
;   --> call-of-list.scm:3:10
;    |
;  3 | (display (1 2 3))
;    |          ^^^^^^^
;--- exit 70
