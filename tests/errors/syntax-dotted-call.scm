;; A dotted combination
(import (scheme base) (scheme write))
(display (+ 1 . 2))
;--- error
;--- exit 70
