;; A bracket that closes nothing
(import (scheme base) (scheme write))
(display [list 1 2])
;--- error
; error[E0001]: `[` is reserved: lists are written with ( and )
;   --> read-mismatch.scm:3:10
;    |
;  3 | (display [list 1 2])
;    |          ^
;--- exit 70
