;; A dot in the wrong place
(import (scheme base) (scheme write))
(display '(1 . 2 3))
;--- error
; error[E0001]: more than one datum after `.`
;   --> read-bad-dot.scm:3:18
;    |
;  3 | (display '(1 . 2 3))
;    |                  ^
;--- exit 70
