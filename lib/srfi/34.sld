;;; SRFI 34: exception handling for programs.

(define-library (srfi 34)
  (import (scheme base))
  (export with-exception-handler guard raise))
