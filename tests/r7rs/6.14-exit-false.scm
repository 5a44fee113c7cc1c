;; 6.14: (exit #f) ends the program with code 1, after flushing.
(import (scheme base) (scheme write) (scheme process-context))

(display "before")
(exit #f)
(display "after")
;--- output
; before
;--- exit 1
