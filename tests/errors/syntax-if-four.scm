;; if with too many parts
(import (scheme base) (scheme write))
(if 1 2 3 4)
;--- error
; error[E0101]: malformed `if`: expected (if test consequent [alternative])
;   --> syntax-if-four.scm:3:1
;    |
;  3 | (if 1 2 3 4)
;    | ^^^^^^^^^^^^
;--- exit 70
