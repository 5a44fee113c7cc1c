;;; SRFI 9: defining record types.

(define-library (srfi 9)
  (import (only (scheme base) define-record-type))
  (export define-record-type))
