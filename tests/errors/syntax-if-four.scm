;; if with too many parts
(import (scheme base) (scheme write))
(if 1 2 3 4)
;--- error
;--- exit 70
