;; A parenthesis that is never closed
(import (scheme base) (scheme write))
(define (f x)
  (if (> x 0)
      (display x)

(f 1)
;--- error
;--- exit 70
