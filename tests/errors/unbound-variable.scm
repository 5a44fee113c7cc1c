;; A variable that nothing defines
(import (scheme base) (scheme write))
(display "before")
(newline)
(define (area radius)
  (* pi radius radius))
(display (area 2))
;--- output
; before
;--- error
; error[E0406]: undefined variable: pi
;   --> unbound-variable.scm:6:6
;    |
;  6 |   (* pi radius radius))
;    |      ^^
;--- exit 70
