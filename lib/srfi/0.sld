;;; SRFI 0: feature-based conditional expansion.

(define-library (srfi 0)
  (import (only (scheme base) cond-expand))
  (export cond-expand))
