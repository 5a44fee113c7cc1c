;; An unknown # syntax
(import (scheme base) (scheme write))
(display #z)
;--- error
; error[E0001]: unknown syntax #z
;   --> read-bad-hash.scm:3:10
;    |
;  3 | (display #z)
;    |          ^^
;--- exit 70
