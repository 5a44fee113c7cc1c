;; SRFI 23: an error nobody catches ends the program with the message and the arguments, as write shows them.
(import (scheme base) (scheme write) (srfi 23))
(display "before")
(newline)
(error "the argument must be positive" -5 "text" '(a . #\b))
(display "after")
;--- output
; before
;--- error
; error[E0401]: the argument must be positive: -5 "text" (a . #\b)
;   --> 23-uncaught.scm:5:1
;    |
;  5 | (error "the argument must be positive" -5 "text" '(a . #\b))
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
