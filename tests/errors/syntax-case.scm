;; case with a key that is no list
(import (scheme base) (scheme write))
(case 1 (1 'one) (else 'other))
;--- error
; error[E0101]: malformed `case`: expected a clause: ((datum …) expr …) or (else expr …)
;   --> syntax-case.scm:3:10
;    |
;  3 | (case 1 (1 'one) (else 'other))
;    |          ^
;--- exit 70
