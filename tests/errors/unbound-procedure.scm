;; A procedure that nothing defines
(import (scheme base) (scheme write))
(foo 1 2)
;--- error
; warning[W0102]: unbound variable `foo`
;   --> unbound-procedure.scm:3:2
;    |
;  3 | (foo 1 2)
;    |  ^^^
; error[E0406]: undefined variable: foo
;   --> unbound-procedure.scm:3:1
;    |
;  3 | (foo 1 2)
;    | ^^^^^^^^^
;--- exit 70
