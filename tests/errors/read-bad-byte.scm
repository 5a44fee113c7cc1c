;; A byte too large in a bytevector literal
(import (scheme base) (scheme write))
(display #u8(1 2 300))
;--- error
; error[E0001]: an element of a bytevector must be an exact integer from 0 to 255
;   --> read-bad-byte.scm:3:18
;    |
;  3 | (display #u8(1 2 300))
;    |                  ^^^
;--- exit 70
