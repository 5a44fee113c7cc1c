;; A keyword used as a variable
(import (scheme base) (scheme write))
(display if)
;--- error
;--- exit 70
