;; cadr of a list too short
(import (scheme base) (scheme write))
(display (cadr '(1)))
;--- error
; error[E0402]: car: expected a pair: ()
;   --> cadr-short.scm:3:16
;    |
;  3 | (display (cadr '(1)))
;    |                ^^^^
;--- exit 70
