;;; SRFI 11: syntax for receiving multiple values.

(define-library (srfi 11)
  (import (scheme base))
  (export let-values let*-values))
