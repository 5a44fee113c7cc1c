;;; SRFI 227: definitions of procedures with optional arguments.

(define-library (srfi 227 definition)
  (import (scheme base) (srfi 227))
  (export define-optionals define-optionals*)
  (begin
    (define-syntax define-optionals
      (syntax-rules ()
        ((_ (name . formals) . body) (define name (opt-lambda formals . body)))))
    (define-syntax define-optionals*
      (syntax-rules ()
        ((_ (name . formals) . body) (define name (opt*-lambda formals . body)))))))
