;; A list that was meant as data
(import (scheme base) (scheme write))
(display (1 2 3))
;--- error
;--- exit 70
