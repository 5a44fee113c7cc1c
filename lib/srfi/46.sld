;;; SRFI 46: basic syntax-rules extensions (they are part of R7RS).

(define-library (srfi 46)
  (import (scheme base))
  (export syntax-rules))
