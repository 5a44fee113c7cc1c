;; A number with an exactness prefix and rubbish
(import (scheme base) (scheme write))
(display #xfg)
;--- error
; error[E0001]: not a number: #xfg
;   --> read-bad-number.scm:3:10
;    |
;  3 | (display #xfg)
;    |          ^^^^
;--- exit 70
