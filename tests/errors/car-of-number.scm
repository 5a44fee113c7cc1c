;; car of something that is no pair
(import (scheme base) (scheme write))
(define (first-of l)
  (car l))
(display (first-of 5))
;--- error
;--- exit 70
