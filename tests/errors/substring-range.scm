;; A range that is none
(import (scheme base) (scheme write))
(display (substring "hello" 3 2))
;--- error
; error[E0403]: substring: start out of range (valid: 0 to 2): 3
;   --> substring-range.scm:3:29
;    |
;  3 | (display (substring "hello" 3 2))
;    |                             ^
;--- exit 70
