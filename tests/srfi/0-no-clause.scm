;; SRFI 0: no clause holds and there is no else.
(import (scheme base) (scheme write) (srfi 0))
(display (+ 1 (cond-expand (no-such-feature 1) ((not r7rs) 2))))
;--- error
; error[E0312]: no clause of `cond-expand` applies
;   --> 0-no-clause.scm:3:15
;    |
;  3 | (display (+ 1 (cond-expand (no-such-feature 1) ((not r7rs) 2))))
;    |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
