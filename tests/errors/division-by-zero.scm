;; Division by zero
(import (scheme base) (scheme write))
(define (average sum n)
  (/ sum n))
(display (average 10 0))
;--- error
;--- exit 70
