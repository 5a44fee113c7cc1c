;; A keyword used as a variable
(import (scheme base) (scheme write))
(display if)
;--- error
; error[E0103]: keyword `if` used as a variable
;   --> syntax-keyword-alone.scm:3:10
;    |
;  3 | (display if)
;    |          ^^
;--- exit 70
