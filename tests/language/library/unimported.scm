;; A name that was excluded is unbound
(import (except (scheme base) car) (scheme write))
(display (car '(1)))
;--- error
; error[E0406]: undefined variable: car
;   --> unimported.scm:3:11
;    |
;  3 | (display (car '(1)))
;    |           ^^^
;    = hint: did you mean `caar`?
;--- exit 70
