;; A parenthesis too many
(import (scheme base) (scheme write))
(display 1))
(display 2)
;--- error
; error[E0001]: unexpected `)`: no list is open
;   --> read-extra.scm:3:12
;    |
;  3 | (display 1))
;    |            ^
;--- exit 70
