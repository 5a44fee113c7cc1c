;;; SRFI 87: => in case clauses (part of R7RS).

(define-library (srfi 87)
  (import (only (scheme base) case => else))
  (export case => else))
