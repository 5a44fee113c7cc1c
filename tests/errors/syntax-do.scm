;; do with a malformed test
(import (scheme base) (scheme write))
(do ((i 0 (+ i 1))) () i)
;--- error
; error[E0101]: malformed `do`: expected (test expr …)
;   --> syntax-do.scm:3:21
;    |
;  3 | (do ((i 0 (+ i 1))) () i)
;    |                     ^^
;--- exit 70
