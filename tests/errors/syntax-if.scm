;; if without branches
(import (scheme base) (scheme write))
(define (f x)
  (if x))
(f 1)
;--- error
;--- exit 70
