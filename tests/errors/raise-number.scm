;; An uncaught raise of a number
(import (scheme base) (scheme write))
(display "output so far")
(raise 42)
;--- output
; output so far
;--- error
; error[E0400]: uncaught exception: 42
;--- exit 70
