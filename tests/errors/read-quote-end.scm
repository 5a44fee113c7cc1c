;; A quote before nothing
(import (scheme base) (scheme write))
(display '
;--- error
;--- exit 70
