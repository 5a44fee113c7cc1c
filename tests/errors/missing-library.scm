;; An import of a library that nobody has
(import (scheme base) (foo bar))
(display 1)
;--- error
; error[E0301]: library (foo bar) not found
;   --> missing-library.scm:2:23
;    |
;  2 | (import (scheme base) (foo bar))
;    |                       ^^^^^^^^^
;--- exit 70
