;; 6.14: emergency-exit ends the program without running `after` thunks.
(import (scheme base) (scheme write) (scheme process-context))

(dynamic-wind
  (lambda () (display "in") (newline) (flush-output-port))
  (lambda () (emergency-exit 3))
  (lambda () (display "out")))
;--- output
; in
;--- exit 3
