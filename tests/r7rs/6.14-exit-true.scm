;; 6.14: (exit #t) ends the program with code 0, after flushing.
(import (scheme base) (scheme write) (scheme process-context))

(display "before")
(exit #t)
(display "after")
;--- output
; before
