;; unquote-splicing where no list can be
(import (scheme base) (scheme write))
(display `,@'(1 2))
;--- error
; error[E0101]: malformed `unquote-splicing`: expected to stand in a list or vector
;   --> syntax-splice-top.scm:3:11
;    |
;  3 | (display `,@'(1 2))
;    |           ^^^^^^^^
;--- exit 70
