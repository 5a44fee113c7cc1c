;; guard: clauses, =>, reraise, nesting, loops, values, returns of continuations.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax try (syntax-rules () ((_ e) (guard (x (#t (list 'caught x))) e))))
(show (try 1))
(show (try (raise 1)))
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42)))))
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23)))))
(show (try (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'c 1))))))
(show (guard (e ((symbol? e) 'outer)) (guard (e ((string? e) 'inner)) (raise 'x))))
(show (guard (e ((symbol? e) (list 'outer e))) (guard (e ((string? e) (raise 'from-inner))) (raise "x"))))
(show (try (guard (e ((raise 'in-test) 1)) (raise 'x))))
(show (try (guard (e ((error "in test") 1) (else 2)) 'no-error)))
(show (guard (e (#t (list 'a e))) (guard (e ((begin (raise 'in-test) #f) 1)) (raise 'x))))
(show (let loop ((i 0) (l '())) (if (= i 5) (reverse l) (loop (+ i 1) (cons (guard (e (#t (* e e))) (if (odd? i) (raise i) i)) l)))))
(show (call/cc (lambda (k) (guard (e (#t (k (list 'escaped e)))) (raise 'x)))))
(show (guard (e (#t (list 'late e))) ((guard (e (#t 'early)) (lambda () (raise 'x))))))
(show (guard (e ((string? e) e)) (+ 1 (guard (e ((number? e) (* 2 e))) (+ 100 (raise 5))))))
(show (with-exception-handler (lambda (e) 100) (lambda () (guard (e ((string? e) 'no)) (+ 1 (raise-continuable 5))))))
(define trace '())
(define (note x) (set! trace (cons x trace)))
(show (guard (e (#t (note 'clause) (list e (reverse trace)))) (dynamic-wind (lambda () (note 'in)) (lambda () (raise 'x)) (lambda () (note 'out)))))
(define (depth n) (if (= n 0) (raise 'bottom) (guard (e ((number? e) 'wrong)) (+ 1 (depth (- n 1))))))
(show (try (depth 50)))
(define (unwind n) (if (= n 0) (raise 0) (guard (e ((number? e) (raise (+ e 1)))) (unwind (- n 1)))))
(show (try (unwind 50)))
;; Entering a guard's body again
(define k #f)
(define n 0)
(show (let ((r (guard (e (#t (list 'caught e))) (let ((v (call/cc (lambda (c) (set! k c) 0)))) (if (= v 2) (raise 'two) v))))) (set! n (+ n 1)) (if (< n 3) (k n) (list r n))))
;--- output
; 1
; (caught 1)
; 42
; (b . 23)
; (caught ((c . 1)))
; outer
; (outer from-inner)
; (caught in-test)
; no-error
; (a in-test)
; (0 1 2 9 4)
; (escaped x)
; (late x)
; 11
; 101
; (x (in out clause))
; (caught bottom)
; (caught 50)
; ((caught two) 3)
