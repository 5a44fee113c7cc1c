;;; SRFI 62: S-expression comments. They are part of R7RS: there is nothing to export.

(define-library (srfi 62)
  (import (only (scheme base)))
  (export))
