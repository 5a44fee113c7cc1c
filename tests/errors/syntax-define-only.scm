;; A body of definitions alone
(import (scheme base) (scheme write))
(define (f)
  (define x 1))
(f)
;--- error
;--- exit 70
