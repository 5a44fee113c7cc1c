(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(display "before")
(raise (list 1 2))
;--- output
; before
;--- error
; error[E0400]: uncaught exception: (1 2)
;   --> raise-uncaught.scm:4:1
;    |
;  4 | (raise (list 1 2))
;    | ^^^^^^^^^^^^^^^^^^
;--- exit 70
