;; if without branches
(import (scheme base) (scheme write))
(define (f x)
  (if x))
(f 1)
;--- error
; error[E0101]: malformed `if`: expected (if test consequent [alternative])
;   --> syntax-if.scm:4:3
;    |
;  4 |   (if x))
;    |   ^^^^^^
;--- exit 70
