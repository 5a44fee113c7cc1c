;;; SRFI 23: error reporting mechanism.

(define-library (srfi 23)
  (import (only (scheme base) error))
  (export error))
