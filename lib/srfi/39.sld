;;; SRFI 39: parameter objects.

(define-library (srfi 39)
  (import (scheme base))
  (export make-parameter parameterize))
