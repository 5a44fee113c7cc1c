;; exact of what has no exact value
(import (scheme base) (scheme write))
(display (exact (/ 0. 0.)))
;--- error
;--- exit 70
