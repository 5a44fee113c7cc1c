;; A library that nobody has
(import (scheme base) (no such library))
(display 1)
;--- error
; error[E0301]: library (no such library) not found
;   --> missing-library.scm:2:23
;    |
;  2 | (import (scheme base) (no such library))
;    |                       ^^^^^^^^^^^^^^^^^
;--- exit 70
