;; 6.11: exceptions.
(import (scheme base) (scheme file) (scheme read) (check))

(check (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'caught e))) (lambda () (+ 1 (raise 'an-error))))))
       => (caught an-error))
(check (with-exception-handler
         (lambda (con) (if (string? con) 42 0))
         (lambda () (+ (raise-continuable "should be a number") 23)))
       => 65)
(check (with-exception-handler (lambda (e) 'unused) (lambda () 5)) => 5)
(check (call-with-values (lambda () (with-exception-handler (lambda (e) 0) (lambda () (values 1 2)))) list)
       => (1 2))
(check (call-with-values (lambda () (with-exception-handler (lambda (e) (values 1 2)) (lambda () (raise-continuable 'x)))) list)
       => (1 2))
;; The handler runs with the outer handler installed.
(check (with-exception-handler
         (lambda (outer) (list 'outer outer))
         (lambda ()
           (with-exception-handler
             (lambda (inner) (raise-continuable (list 'inner inner)))
             (lambda () (raise-continuable 'x)))))
       => (outer (inner x)))
;; Handlers are restored after an escape, and after a normal return.
(check (with-exception-handler
         (lambda (e) (list 'outer e))
         (lambda ()
           (with-exception-handler (lambda (e) 'inner) (lambda () 1))
           (raise-continuable 2)))
       => (outer 2))
;; A handler that returns from `raise` is a secondary exception in the outer handler.
(check (guard (e ((error-object? e) 'secondary) (else (list 'raised e)))
         (with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'oops))))
       => secondary)
(check (guard (e (else (list 'other e)))
         (with-exception-handler (lambda (e) (raise (list 'again e))) (lambda () (raise 'oops))))
       => (other (again oops)))
;; Also from an error of a primitive and from `error`.
(check (guard (e ((error-object? e) 'secondary))
         (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (error "no")))))
       => secondary)
(check (guard (e ((error-object? e) 'secondary))
         (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (car 5)))))
       => secondary)
;; The handler runs in the dynamic environment of raise.
(check (let ((p (make-parameter 'outside)))
         (with-exception-handler (lambda (e) (p)) (lambda () (parameterize ((p 'inside)) (raise-continuable 'x)))))
       => inside)
(check (let ((trace '()))
         (define (note x) (set! trace (cons x trace)))
         (with-exception-handler
           (lambda (e) (note 'handler))
           (lambda ()
             (dynamic-wind (lambda () (note 'in)) (lambda () (raise-continuable 'x)) (lambda () (note 'out)))))
         (reverse trace))
       => (in handler out))
(check-error (with-exception-handler 5 (lambda () 1)))
(check-error (with-exception-handler (lambda (e) 1) 5))

(define (null-list? l)
  (cond ((pair? l) #f)
        ((null? l) #t)
        (else (error "null-list?: argument out of domain" l))))
(check (guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (null-list? 5))
       => ("null-list?: argument out of domain" (5)))
(check (guard (e (#t (error-object-irritants e))) (error "m")) => ())
(check (guard (e (#t (error-object-irritants e))) (error "m" 1 "two" 'three '(4))) => (1 "two" three (4)))
(check (map error-object? (list 5 "x" 'a '() #f)) => (#f #f #f #f #f))
(check (guard (e (#t (error-object? e))) (error "x")) => #t)
(check (guard (e (#t (error-object? e))) (raise 'x)) => #f)
(check (guard (e (#t (error-object? e))) (vector-ref (vector) 0)) => #t)
(check (guard (e (#t (string? (error-object-message e)))) (car 1)) => #t)
(check (guard (e (#t (list? (error-object-irritants e)))) (car 1)) => #t)
(check-error (error-object-message 5))
(check-error (error-object-irritants 'x))

(check (guard (e ((read-error? e) 'read-error) (else 'other)) (read (open-input-string ")"))) => read-error)
(check (guard (e ((read-error? e) 'read-error) (else 'other)) (read (open-input-string "(1 2"))) => read-error)
(check (guard (e ((read-error? e) 'read-error) (else 'other)) (read (open-input-string "#<x>"))) => read-error)
(check (guard (e ((read-error? e) 'read-error) (else 'other)) (error "x")) => other)
(check (guard (e ((file-error? e) 'file-error) (else 'other)) (open-input-file "no/such/file/anywhere"))
       => file-error)
(check (guard (e ((file-error? e) 'file-error) (else 'other)) (delete-file "no/such/file/anywhere"))
       => file-error)
(check (guard (e ((file-error? e) 'file-error) (else 'other)) (error "x")) => other)
(check (guard (e ((error-object? e) 'yes) (else 'no)) (open-input-file "no/such/file/anywhere")) => yes)
(check (map (lambda (x) (or (read-error? x) (file-error? x))) '(1 a "s" ())) => (#f #f #f #f))

;; Any object can be raised.
(check (map (lambda (x) (guard (e (#t (eqv? e x))) (raise x))) (list #f '() 1.5 "s" car (list 1) (if #f #f)))
       => (#t #t #t #t #t #t #t))
(check-error (raise (call/cc (lambda (k) (with-exception-handler k (lambda () (car 5)))))))

(finish)
;--- output
; 37 checks
