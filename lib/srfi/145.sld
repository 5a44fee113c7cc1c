;;; SRFI 145: assumptions. An assumption that does not hold is an error here.

(define-library (srfi 145)
  (import (scheme base))
  (export assume)
  (begin
    (define-syntax assume
      (syntax-rules ()
        ((_ expression message ...)
         (or expression
             (error "assumption does not hold" 'expression message ...)))))))
