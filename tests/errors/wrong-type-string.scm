;; string-append of a symbol
(import (scheme base) (scheme write))
(display (string-append "a" 'b))
;--- error
; error[E0402]: string-append: expected a string: b
;   --> wrong-type-string.scm:3:29
;    |
;  3 | (display (string-append "a" 'b))
;    |                             ^^
;--- exit 70
