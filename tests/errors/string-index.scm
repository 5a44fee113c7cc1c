;; A string index out of range
(import (scheme base) (scheme write))
(display (string-ref "abc" 10))
;--- error
; error[E0403]: string-ref: index out of range (valid: 0 to 2): 10
;   --> string-index.scm:3:28
;    |
;  3 | (display (string-ref "abc" 10))
;    |                            ^^
;--- exit 70
