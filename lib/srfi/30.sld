;;; SRFI 30: nested multi-line comments. They are part of R7RS: there is nothing to export.

(define-library (srfi 30)
  (import (only (scheme base)))
  (export))
