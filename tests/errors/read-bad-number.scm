;; A number with an exactness prefix and rubbish
(import (scheme base) (scheme write))
(display #xfg)
;--- error
; error[E0001]: unknown syntax #xfg
;   --> read-bad-number.scm:3:10
;    |
;  3 | (display #xfg)
;    |          ^^^^
;--- exit 70
