;; define without a name
(import (scheme base) (scheme write))
(define)
;--- error
;--- exit 70
