;; with-exception-handler: nesting, the handler's own environment, returning, errors in handlers.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(define (result x) (let ((r (list x (reverse trace)))) (set! trace '()) r))
(define (handle name k thunk) (with-exception-handler (lambda (e) (note (list name e)) (k (list name e))) thunk))
(show (result (call/cc (lambda (k) (handle 'h k (lambda () (raise 'x)))))))
(show (result (call/cc (lambda (k) (handle 'outer k (lambda () (handle 'inner raise (lambda () (raise 'x)))))))))
(show (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (error-object-message e))) (lambda () (with-exception-handler (lambda (e) (error "again" e)) (lambda () (raise 'x))))))))
(show (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'outer e))) (lambda () (with-exception-handler (lambda (e) (raise-continuable (list 'inner e))) (lambda () (raise 'x))))))))
;--- output
; ((h x) ((h x)))
; ((outer (inner x)) ((inner x) (outer (inner x))))
; "again"
; (outer (inner x))
