;;; SRFI 16: case-lambda.

(define-library (srfi 16)
  (import (scheme case-lambda))
  (export case-lambda))
