;;; SRFI 6: basic string ports.

(define-library (srfi 6)
  (import (scheme base))
  (export open-input-string open-output-string get-output-string))
