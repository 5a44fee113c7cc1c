;; An import of a library that nobody has
(import (scheme base) (foo bar))
(display 1)
;--- error
; error[E0301]: library (foo bar) not found
;   --> missing-library.scm:2:23
;    |
;  2 | (import (scheme base) (foo bar))
;    |                       ^^^^^^^^^
; warning[W0102]: unbound variable `display`
;   --> missing-library.scm:3:2
;    |
;  3 | (display 1)
;    |  ^^^^^^^
;--- exit 70
