;; A dot in the wrong place
(import (scheme base) (scheme write))
(display '(1 . 2 3))
;--- error
;--- exit 70
