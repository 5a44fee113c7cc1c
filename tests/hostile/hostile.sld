;;; What the hostile cases share: a case passes if it ends with a value or a caught condition, quickly.

(define-library (hostile)
  (import (scheme base) (scheme write) (scheme eval) (scheme repl))
  (export try report circular nested-list ev)
  (begin
    ;; The value of `thunk`, or what was raised.
    (define (try thunk)
      (call/cc
        (lambda (k)
          (with-exception-handler
            (lambda (e)
              (k (if (error-object? e)
                     (list 'condition (error-object-message e) (error-object-irritants e))
                     (list 'raised e))))
            thunk))))

    (define-syntax report
      (syntax-rules ()
        ((_ expression ...)
         (begin
           (begin (write (try (lambda () expression))) (newline))
           ...
           (display "still here")
           (newline)))))

    (define (circular)
      (let ((l (list 1 2 3)))
        (set-cdr! (cddr l) l)
        l))

    (define (nested-list n)
      (let loop ((i 0) (l '()))
        (if (= i n) l (loop (+ i 1) (list l)))))

    (define (ev form) (eval form (interaction-environment)))))
