;; A local variable used before it has a value
(import (scheme base) (scheme write))
(define (f)
  (define a (+ b 1))
  (define b 2)
  a)
(f)
;--- error
;--- exit 70
