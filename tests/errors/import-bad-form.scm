;; An import set that is none
(import (scheme base) (exclude (scheme write) display))
;--- error
;--- exit 70
