;; An included file that is not UTF-8
(import (scheme base) (scheme write))
(include "latin-1.inc")
;--- error
; error[E0001]: invalid UTF-8
;   --> latin-1.inc:2:14
;    |
;  2 | (display "caf�")
;    |              ^
;--- exit 70
