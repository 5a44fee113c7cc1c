;; do with a malformed test
(import (scheme base) (scheme write))
(do ((i 0 (+ i 1))) () i)
;--- error
;--- exit 70
