;;; Checks that print only what failed, and at the end how many there were.
;;;
;;; Expected values are written as in the report, unquoted. Numbers are compared by eqv? (so 0.0, -0.0 and 0
;;; differ) except that every NaN equals every NaN; everything else by structure.

(define-library (check)
  (import (scheme base) (scheme write))
  (export check check-true check-error check-approx check-same finish)
  (begin
    (define count 0)
    (define failures 0)

    (define (nan-number? x) (and (number? x) (real? x) (not (= x x))))

    (define (same? a b)
      (cond ((number? a) (and (number? b) (or (eqv? a b) (and (nan-number? a) (nan-number? b)))))
            ((pair? a) (and (pair? b) (same? (car a) (car b)) (same? (cdr a) (cdr b))))
            ((vector? a)
             (and (vector? b)
                  (= (vector-length a) (vector-length b))
                  (let loop ((i 0))
                    (or (= i (vector-length a))
                        (and (same? (vector-ref a i) (vector-ref b i)) (loop (+ i 1)))))))
            (else (equal? a b))))

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
      (if (raised? x)
          (if (error-object? (cdr x))
              (begin (display "the condition ")
                     (write (error-object-message (cdr x)))
                     (write (error-object-irritants (cdr x))))
              (begin (display "raised ")
                     (write (cdr x))))
          (write x)))

    (define (fail expression got wanted)
      (set! failures (+ failures 1))
      (write expression)
      (display " gave ")
      (show got)
      (display ", not ")
      (display wanted)
      (newline))

    (define (text x)
      (let ((port (open-output-string)))
        (write x port)
        (get-output-string port)))

    (define (run expression thunk wanted)
      (set! count (+ count 1))
      (let ((got (outcome thunk)))
        (if (or (raised? got) (not (same? got wanted)))
            (fail expression got (text wanted)))))

    (define (run-error expression thunk)
      (set! count (+ count 1))
      (let ((got (outcome thunk)))
        (if (not (and (raised? got) (error-object? (cdr got))))
            (fail expression got "a condition"))))

    (define (close? a b)
      (cond ((and (real? a) (real? b))
             (or (and (nan-number? a) (nan-number? b))
                 (= a b)
                 (<= (abs (- a b)) (* 1e-12 (max 1 (abs a) (abs b))))))
            (else (< (let ((d (- a b))) (sqrt-free-magnitude d)) 1e-12))))

    ;; Without (scheme complex), which not every implementation has: |d| is small iff d times its own size is.
    (define (sqrt-free-magnitude d) (if (= d 0) 0 (let ((s (* d d))) (if (real? s) (abs s) 1))))

    (define (run-approx expression thunk wanted)
      (set! count (+ count 1))
      (let ((got (outcome thunk)))
        (if (not (and (number? got) (inexact? got) (close? got wanted)))
            (fail expression got (text wanted)))))

    (define (finish)
      (write count)
      (display " checks")
      (if (> failures 0)
          (begin (display ", ") (write failures) (display " failed")))
      (newline))

    (define-syntax check
      (syntax-rules (=>)
        ((_ expression => expected) (run 'expression (lambda () expression) 'expected))))

    (define-syntax check-true
      (syntax-rules ()
        ((_ expression) (run 'expression (lambda () (if expression #t #f)) #t))))

    ;; Two expressions with one value.
    (define-syntax check-same
      (syntax-rules ()
        ((_ expression other) (run 'expression (lambda () expression) other))))

    ;; An inexact number near the expected one.
    (define-syntax check-approx
      (syntax-rules (=>)
        ((_ expression => expected) (run-approx 'expression (lambda () expression) 'expected))))

    (define-syntax check-error
      (syntax-rules ()
        ((_ expression) (run-error 'expression (lambda () expression)))))))
