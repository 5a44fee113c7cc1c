;;; Promises (R7RS 4.2.5), iterative: a chain of `delay-force` runs in constant space because a promise that
;;; forces another takes over that promise's content instead of waiting for it (SRFI 45).

(define-library (eyas lazy)
  (import (eyas primitives) (eyas control))
  (export %make-promise make-promise promise? force)
  (begin
    ;; Content is a pair (done? . value-or-thunk), shared between promises that are the same.
    (define-record-type promise
      (wrap content)
      promise?
      (content promise-content set-promise-content!))

    (define (%make-promise done? value)
      (wrap (cons done? value)))

    (define (make-promise value)
      (if (promise? value) value (%make-promise #t value)))

    (define (force promise)
      (if (promise? promise)
          (let loop ()
            (let ((content (promise-content promise)))
              (if (car content)
                  (cdr content)
                  (let ((next ((cdr content))))
                    (if (not (promise? next)) (%wrong-type 'delay-force "a promise" next))
                    ;; The thunk may have forced this very promise.
                    (let ((content (promise-content promise)))
                      (if (not (car content))
                          (let ((other (promise-content next)))
                            (set-car! content (car other))
                            (set-cdr! content (cdr other))
                            (set-promise-content! next content)))
                      (loop))))))
          promise))))
