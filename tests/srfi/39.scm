;; SRFI 39: parameter objects.
(import (scheme base) (srfi 39) (srfi srfi-39) (srfi :39) (srfi :39 parameters) (check))

(define radix
  (make-parameter 10 (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix")))))
(define write-shared (make-parameter #f (lambda (x) (if (boolean? x) x (error "only booleans are accepted")))))
(define (f n) (number->string n (radix)))

(check (radix) => 10)
(check (write-shared) => #f)
(check (f 10) => "10")
(check (parameterize ((radix 2)) (f 10)) => "1010")
(check (f 10) => "10")
(radix 16)
(check (radix) => 16)
(check (parameterize ((radix 2)) (list (f 10) (parameterize ((radix 8)) (f 10)) (f 10))) => ("1010" "12" "1010"))
(check-error (radix 0))
(check (radix) => 16)
(check-error (parameterize ((write-shared 1)) 5))
(check-error (make-parameter 0 car))
(check-error (parameterize ((5 6)) 7))

;; A procedure that converts: applied to the first value, to what parameterize binds, and to what a call sets.
(define prompt (make-parameter 123 (lambda (x) (if (string? x) x (number->string x 10)))))
(check (prompt) => "123")
(prompt ">")
(check (prompt) => ">")
(check (parameterize ((prompt 5)) (prompt)) => "5")
(check (begin (prompt 7) (prompt)) => "7")
;; Going back does not convert again.
(define counted 0)
(define p (make-parameter 1 (lambda (x) (set! counted (+ counted 1)) (* x 2))))
(check (list (p) (parameterize ((p 5)) (p)) (p) counted) => (2 10 2 2))

;; An assignment inside parameterize is undone by leaving it, and is kept for coming back.
(define q (make-parameter 0))
(check (begin (parameterize ((q 1)) (q 2) (q)) (q)) => 0)
(check (let ((k #f) (seen '()) (n 0))
         (parameterize ((q 'inside))
           (call/cc (lambda (c) (set! k c)))
           (set! seen (cons (q) seen))
           (q 'assigned))
         (set! n (+ n 1))
         (if (< n 2) (k #f))
         (list (reverse seen) (q)))
       => ((inside assigned) 0))
;; All values are computed before any is bound; the body is a body.
(check (let ((a (make-parameter 1)) (b (make-parameter 2))) (parameterize ((a (b)) (b (a))) (list (a) (b))))
       => (2 1))
(check (parameterize () 5) => 5)
(check (parameterize ((q 5)) (define x (q)) (+ x 1)) => 6)
(check (begin (guard (e (#t #f)) (parameterize ((q 5)) (raise 'x))) (q)) => 0)
(check (let ((r (make-parameter 1))) (list (procedure? r) ((lambda (g) (g)) r))) => (#t 1))
;; A closure sees the value of its call, not of its birth.
(check (let ((g (parameterize ((q 5)) (lambda () (q))))) (list (g) (parameterize ((q 6)) (g)))) => (0 6))
(finish)
;--- output
; 25 checks
