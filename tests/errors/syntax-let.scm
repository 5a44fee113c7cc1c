;; let with a malformed binding
(import (scheme base) (scheme write))
(let ((x 1) (y)) x)
;--- error
; error[E0101]: malformed `let`: expected (name expr)
;   --> syntax-let.scm:3:13
;    |
;  3 | (let ((x 1) (y)) x)
;    |             ^^^
;--- exit 70
