;; An unknown escape in a string
(import (scheme base) (scheme write))
(display "a\qb")
;--- error
;--- exit 70
