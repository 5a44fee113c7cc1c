;; let with a malformed binding
(import (scheme base) (scheme write))
(let ((x 1) (y)) x)
;--- error
;--- exit 70
