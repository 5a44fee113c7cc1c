;;; SRFI 8: receive, binding to multiple values.

(define-library (srfi 8)
  (import (scheme base))
  (export receive)
  (begin
    (define-syntax receive
      (syntax-rules ()
        ((_ formals expression body ...)
         (call-with-values (lambda () expression)
           (lambda formals body ...)))))))
