;; let with its binding not in a list of bindings
(import (scheme base) (scheme write))
(let (x 1) x)
;--- error
; error[E0101]: malformed `let`: expected (name expr)
;   --> syntax-let-flat.scm:3:7
;    |
;  3 | (let (x 1) x)
;    |       ^
;--- exit 70
