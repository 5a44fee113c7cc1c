;;; SRFI 45: primitives for expressing iterative lazy algorithms. R7RS has them under other names.

(define-library (srfi 45)
  (import (scheme base) (scheme lazy) (only (eyas lazy) %make-promise))
  (export delay lazy force eager promise?)
  (begin
    (define-syntax lazy
      (syntax-rules ()
        ((_ expression) (delay-force expression))))
    ;; Unlike `make-promise`, also of a promise: `(force (eager p))` is p.
    (define (eager value) (%make-promise #t value))))
