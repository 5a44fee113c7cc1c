;; SRFI 34: exception handling for programs.
(import (scheme base) (scheme write) (srfi 34) (srfi srfi-34) (srfi :34) (srfi :34 exception-handling) (check))

(check (call-with-current-continuation
         (lambda (k)
           (with-exception-handler
             (lambda (e) (k (list 'condition e)))
             (lambda () (+ 1 (raise 'an-error))))))
       => (condition an-error))
(check (guard (condition (else (list 'caught condition))) (+ 1 (raise 'an-error))) => (caught an-error))
(check (guard (condition ((assq 'a condition) => cdr) ((assq 'b condition))) (raise (list (cons 'a 42)))) => 42)
(check (guard (condition ((assq 'a condition) => cdr) ((assq 'b condition))) (raise (list (cons 'b 23))))
       => (b . 23))
(check (guard (e ((symbol? e) 'symbol)) 'no-error) => no-error)
(check-values (guard (e (#t 'x)) (values 1 2)) => 1 2)
;; No clause matches: raised again, in the dynamic environment of the raise but for the handler.
(check (guard (e ((string? e) (list 'outer e))) (guard (e ((number? e) 'number)) (raise "s"))) => (outer "s"))
(check (call-with-current-continuation
         (lambda (k)
           (with-exception-handler
             (lambda (e) (k (list 'reraised e)))
             (lambda () (guard (e ((number? e) 'number)) (raise 'zero))))))
       => (reraised zero))
(check (let ((out (open-output-string)))
         (guard (e ((symbol? e) (display "caught" out)))
           (dynamic-wind
             (lambda () (display "in " out))
             (lambda () (raise 'x))
             (lambda () (display "out " out))))
         (get-output-string out))
       => "in out caught")
;; raise: a handler that returns is itself an error, raised in the environment of the handler.
(check (guard (e ((error-object? e) 'secondary) (else (list 'primary e)))
         (with-exception-handler (lambda (e) 'ignore) (lambda () (raise 'oops))))
       => secondary)
;; The handler runs with the outer handler.
(check (guard (e (#t (list 'outer e)))
         (with-exception-handler (lambda (e) (raise (list 'again e))) (lambda () (raise 'x))))
       => (outer (again x)))
(check (guard (e ((eq? e 'b) 'second) ((eq? e 'a) 'first)) (raise 'a)) => first)
(check (guard (e ((memq e '(a b c)) => cdr)) (raise 'b)) => (c))
(check (guard (e ((pair? e) (set! e (car e)) e)) (raise '(1))) => 1)
;; The clauses run outside: what they raise goes to the next guard.
(check (guard (e (#t (list 'outer e))) (guard (e (#t (raise (list 'inner e)))) (raise 1))) => (outer (inner 1)))
(check-error (with-exception-handler 5 (lambda () 1)))
(finish)
;--- output
; 16 checks
