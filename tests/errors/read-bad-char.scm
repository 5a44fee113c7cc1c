;; An unknown character name
(import (scheme base) (scheme write))
(display #\spaec)
;--- error
; error[E0001]: unknown character name #\spaec
;   --> read-bad-char.scm:3:10
;    |
;  3 | (display #\spaec)
;    |          ^^^^^^^
;--- exit 70
