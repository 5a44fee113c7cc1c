;; An import of a name that the library lacks
(import (only (scheme base) car kar))
(car '(1))
;--- error
; error[E0303]: (scheme base) does not export `kar`
;   --> import-missing-name.scm:2:33
;    |
;  2 | (import (only (scheme base) car kar))
;    |                                 ^^^
;    = hint: did you mean `car`?
;--- exit 70
