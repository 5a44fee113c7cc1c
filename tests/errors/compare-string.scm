;; Comparison of a string as a number
(import (scheme base) (scheme write))
(display (< 1 "2"))
;--- error
;--- exit 70
