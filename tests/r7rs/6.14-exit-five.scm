;; 6.14: (exit 5) ends the program with code 5, after flushing.
(import (scheme base) (scheme write) (scheme process-context))

(display "before")
(exit 5)
(display "after")
;--- output
; before
;--- exit 5
