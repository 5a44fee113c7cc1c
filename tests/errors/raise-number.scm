;; An uncaught raise of a number
(import (scheme base) (scheme write))
(display "output so far")
(raise 42)
;--- output
; output so far
;--- error
; error[E0400]: uncaught exception: 42
;   --> raise-number.scm:4:1
;    |
;  4 | (raise 42)
;    | ^^^^^^^^^^
;--- exit 70
