;;; Checks that print only what failed, and at the end how many there were.
;;;
;;; Expected values are written as in the SRFI, unquoted; several values by `check-values`. Numbers are
;;; compared by eqv? (so 2.0 and 2 differ), everything else by structure.

(define-library (check)
  (import (scheme base) (scheme write))
  (export check check-values check-true check-error check-same finish)
  (begin
    (define count 0)
    (define failures 0)

    ;; What `thunk` returned, or the object it raised in a list that nothing else makes.
    (define raised-tag (list 'raised))

    (define (outcome thunk)
      (call-with-current-continuation
        (lambda (k)
          (with-exception-handler
            (lambda (e) (k (cons raised-tag e)))
            thunk))))

    (define (raised? x) (and (pair? x) (eq? (car x) raised-tag)))

    (define (show x)
      (cond ((not (raised? x)) (write x))
            ((error-object? (cdr x))
             (display "the condition ")
             (write (error-object-message (cdr x)))
             (write (error-object-irritants (cdr x))))
            (else (display "raised ") (write (cdr x)))))

    (define (fail expression got wanted)
      (set! failures (+ failures 1))
      (write expression)
      (display " gave ")
      (show got)
      (display ", not ")
      (wanted)
      (newline))

    (define (run expression thunk wanted)
      (set! count (+ count 1))
      (let ((got (outcome thunk)))
        (if (or (raised? got) (not (equal? got wanted)))
            (fail expression got (lambda () (write wanted))))))

    (define (run-error expression thunk)
      (set! count (+ count 1))
      (let ((got (outcome thunk)))
        (if (not (and (raised? got) (error-object? (cdr got))))
            (fail expression got (lambda () (display "a condition"))))))

    (define (finish)
      (write count)
      (display " checks")
      (if (> failures 0)
          (begin (display ", ") (write failures) (display " failed")))
      (newline))

    (define-syntax check
      (syntax-rules (=>)
        ((_ expression => expected) (run 'expression (lambda () expression) 'expected))))

    (define-syntax check-values
      (syntax-rules (=>)
        ((_ expression => expected ...)
         (run 'expression
           (lambda () (call-with-values (lambda () expression) list))
           '(expected ...)))))

    (define-syntax check-true
      (syntax-rules ()
        ((_ expression) (run 'expression (lambda () (if expression #t #f)) #t))))

    ;; Two expressions with one value.
    (define-syntax check-same
      (syntax-rules ()
        ((_ expression other) (run 'expression (lambda () expression) other))))

    (define-syntax check-error
      (syntax-rules ()
        ((_ expression) (run-error 'expression (lambda () expression)))))))
