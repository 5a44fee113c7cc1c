;; A variable that nothing defines
(import (scheme base) (scheme write))
(display "before")
(newline)
(define (area radius)
  (* pi radius radius))
(display (area 2))
;--- error
;--- exit 70
