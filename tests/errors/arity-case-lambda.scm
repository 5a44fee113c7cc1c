;; No clause of case-lambda fits
(import (scheme base) (scheme case-lambda))
(define area (case-lambda ((r) (* r r)) ((w h) (* w h))))
(area 1 2 3)
;--- error
;--- exit 70
