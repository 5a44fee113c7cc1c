;; named let without bindings
(import (scheme base) (scheme write))
(let loop 5)
;--- error
; error[E0101]: malformed `let`: expected a list of bindings ((name expr) …)
;   --> syntax-named-let.scm:3:11
;    |
;  3 | (let loop 5)
;    |           ^
;--- exit 70
