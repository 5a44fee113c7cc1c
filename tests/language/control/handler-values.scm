;; raise-continuable returns what the handler returns; raise never does.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(show (with-exception-handler (lambda (e) (* e 2)) (lambda () (+ 1 (raise-continuable 5)))))
(show (with-exception-handler (lambda (e) (if (> e 2) e (raise-continuable (+ e 1)))) (lambda () (with-exception-handler (lambda (e) (raise-continuable (* e 10))) (lambda () (+ 1 (raise-continuable 1)))))))
(show (with-exception-handler (lambda (e) 'outer) (lambda () (with-exception-handler (lambda (e) 'inner) (lambda () (list (raise-continuable 1) (raise-continuable 2)))))))
(show (with-exception-handler (lambda (e) 'outer) (lambda () (let* ((a (with-exception-handler (lambda (e) 'inner) (lambda () (raise-continuable 1)))) (b (raise-continuable 2))) (list a b)))))
(show (attempt (with-exception-handler (lambda (e) 'returned) (lambda () (raise 'x)))))
(show (attempt (with-exception-handler (lambda (e) 'returned) (lambda () (error "x")))))
(show (attempt (with-exception-handler (lambda (e) 'returned) (lambda () (vector-ref (vector) 5)))))
(show (attempt (with-exception-handler (lambda (e) (raise 'from-handler)) (lambda () (raise 'x)))))
(show (attempt (with-exception-handler (lambda (e) (car e)) (lambda () (raise 'x)))))
;; After each of these the handlers are those of before.
(show (with-exception-handler (lambda (e) 'still) (lambda () (attempt (with-exception-handler (lambda (e) (raise 'a)) (lambda () (raise 'b)))) (raise-continuable 1))))
(show (let loop ((i 0)) (if (= i 1000) 'fine (begin (with-exception-handler (lambda (e) e) (lambda () (raise-continuable i))) (loop (+ i 1))))))
(define (nest n) (if (= n 0) (raise-continuable 0) (with-exception-handler (lambda (e) (raise-continuable (+ e 1))) (lambda () (nest (- n 1))))))
(show (with-exception-handler (lambda (e) e) (lambda () (nest 100))))
;; Handlers that are continuations and parameters, and primitives
(show (call/cc (lambda (k) (with-exception-handler k (lambda () (raise 'direct))))))
(show (with-exception-handler list (lambda () (raise-continuable 1))))
(show (list? (guard (e (#t (error-object-irritants e))) (with-exception-handler list (lambda () (raise 'x))))))
;; An exception in an escape's after thunk
(show (attempt (call/cc (lambda (k) (dynamic-wind (lambda () #f) (lambda () (k 1)) (lambda () (raise 'after)))))))
;--- output
; 11
; 11
; (inner inner)
; (inner outer)
; error
; error
; error
; (raised from-handler)
; error
; still
; fine
; 100
; direct
; (1)
; #t
; (raised after)
