;; 6.14: (exit ) ends the program with code 0, after flushing.
(import (scheme base) (scheme write) (scheme process-context))

(display "before")
(exit)
(display "after")
;--- output
; before
