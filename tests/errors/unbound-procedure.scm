;; A procedure that nothing defines
(import (scheme base) (scheme write))
(foo 1 2)
;--- error
; error[E0406]: undefined variable: foo
;   --> unbound-procedure.scm:3:2
;    |
;  3 | (foo 1 2)
;    |  ^^^
;--- exit 70
