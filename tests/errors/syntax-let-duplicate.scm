;; let with a variable twice
(import (scheme base) (scheme write))
(let ((x 1) (x 2)) x)
;--- error
; error[E0104]: `x` is bound twice
;   --> syntax-let-duplicate.scm:3:14
;    |
;  3 | (let ((x 1) (x 2)) x)
;    |              ^
;--- exit 70
