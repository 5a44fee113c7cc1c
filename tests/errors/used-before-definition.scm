;; A variable used before its definition
(import (scheme base) (scheme write))
(display later)
(define later 5)
;--- error
;--- exit 70
