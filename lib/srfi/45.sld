;;; SRFI 45: primitives for expressing iterative lazy algorithms. R7RS has them under other names.

(define-library (srfi 45)
  (import (scheme base) (scheme lazy))
  (export delay lazy force eager promise?)
  (begin
    (define-syntax lazy
      (syntax-rules ()
        ((_ expression) (delay-force expression))))
    (define (eager value) (make-promise value))))
