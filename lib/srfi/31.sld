;;; SRFI 31: rec, for recursive evaluation.

(define-library (srfi 31)
  (import (scheme base))
  (export rec)
  (begin
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . formals) . body)
         (letrec ((name (lambda formals . body))) name))
        ((_ name expression)
         (letrec ((name expression)) name))))))
