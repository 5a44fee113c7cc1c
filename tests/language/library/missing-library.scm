;; A library that nobody has
(import (scheme base) (no such library))
(display 1)
;--- error
; error[E0301]: library (no such library) not found
;   --> missing-library.scm:2:23
;    |
;  2 | (import (scheme base) (no such library))
;    |                       ^^^^^^^^^^^^^^^^^
; warning[W0102]: unbound variable `display`
;   --> missing-library.scm:3:2
;    |
;  3 | (display 1)
;    |  ^^^^^^^
;--- exit 70
