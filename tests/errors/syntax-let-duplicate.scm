;; let with a variable twice
(import (scheme base) (scheme write))
(let ((x 1) (x 2)) x)
;--- error
;--- exit 70
