;; No clause of case-lambda fits
(import (scheme base) (scheme case-lambda))
(define area (case-lambda ((r) (* r r)) ((w h) (* w h))))
(area 1 2 3)
;--- error
; error[E0404]: area: expected 1 or 2 arguments, got 3
;   --> arity-case-lambda.scm:4:1
;    |
;  4 | (area 1 2 3)
;    | ^^^^^^^^^^^^
;--- exit 70
