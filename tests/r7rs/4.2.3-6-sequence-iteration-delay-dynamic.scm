;; 4.2.3 begin; 4.2.4 do and named let; 4.2.5 delayed evaluation; 4.2.6 dynamic bindings.
(import (scheme base) (scheme lazy) (check))

(define x 0)
(check (and (= x 0) (begin (set! x 5) (+ x 1))) => 6)
(check (begin 1) => 1)
(check (begin 1 2 3) => 3)
(begin)
(begin (define from-begin-a 1) (define from-begin-b (+ from-begin-a 1)))
(check (list from-begin-a from-begin-b) => (1 2))

(check (do ((vec (make-vector 5)) (i 0 (+ i 1))) ((= i 5) vec) (vector-set! vec i i))
       => #(0 1 2 3 4))
(check (let ((x '(1 3 5 7 9)))
         (do ((x x (cdr x)) (sum 0 (+ sum (car x)))) ((null? x) sum)))
       => 25)
(check (do ((i 0 (+ i 1)) (j 10)) ((= i 3) (list i j)) (set! j (- j 1))) => (3 7))
(check-true (begin (do ((i 0 (+ i 1))) ((= i 3))) #t))
(check (do ((i 0 (+ i 1))) (#t 1 2 3)) => 3)
;; Each iteration rebinds: closures see their own variable.
(check (map (lambda (f) (f))
            (do ((i 0 (+ i 1)) (l '() (cons (lambda () i) l))) ((= i 3) l)))
       => (2 1 0))
;; Steps are evaluated before any variable changes.
(check (do ((a 1 b) (b 2 a) (n 0 (+ n 1))) ((= n 3) (list a b))) => (2 1))

(check (let loop ((numbers '(3 -2 1 6 -5)) (nonneg '()) (neg '()))
         (cond ((null? numbers) (list nonneg neg))
               ((>= (car numbers) 0) (loop (cdr numbers) (cons (car numbers) nonneg) neg))
               ((< (car numbers) 0) (loop (cdr numbers) nonneg (cons (car numbers) neg)))))
       => ((6 1 3) (-5 -2)))
(check (let loop () 5) => 5)
(check (let loop ((i 0)) (if (< i 100000) (loop (+ i 1)) i)) => 100000)
;; The name is not visible in the initial values.
(check (let ((f (lambda (x) (* x 10)))) (let f ((n (f 5))) n)) => 50)
(check (procedure? (let loop ((i 0)) (if (= i 3) loop (loop (+ i 1))))) => #t)

;; 4.2.5
(check (force (delay (+ 1 2))) => 3)
(check (let ((p (delay (+ 1 2)))) (list (force p) (force p))) => (3 3))
(define integers
  (letrec ((next (lambda (n) (delay (cons n (next (+ n 1))))))) (next 0)))
(define (head stream) (car (force stream)))
(define (tail stream) (cdr (force stream)))
(check (head (tail (tail integers))) => 2)

(define (stream-filter p? s)
  (delay-force
    (if (null? (force s))
        (delay '())
        (let ((h (car (force s))) (t (cdr (force s))))
          (if (p? h)
              (delay (cons h (stream-filter p? t)))
              (stream-filter p? t))))))
(check (head (tail (tail (stream-filter odd? integers)))) => 5)

(define count 0)
(define p (delay (begin (set! count (+ count 1)) (if (> count z) count (force p)))))
(define z 5)
(check (promise? p) => #t)
(check (force p) => 6)
(check (begin (set! z 10) (force p)) => 6)
(check (eqv? (delay 1) 1) => #f)
(check (promise? (delay 1)) => #t)
(check (promise? (delay-force (delay 1))) => #t)
(check (promise? 1) => #f)
(check (promise? (make-promise 1)) => #t)
(check (force (make-promise 5)) => 5)
(check (force (make-promise (list 1 2))) => (1 2))
(check (let ((p (delay 1))) (eq? p (make-promise p))) => #t)
(check (force (delay-force (delay-force (delay 7)))) => 7)
(check-error (force (delay-force 7)))
;; delay-force runs in constant space.
(define (count-down n) (delay-force (if (= n 0) (delay 'done) (count-down (- n 1)))))
(check (force (count-down 100000)) => done)
;; A promise forced again while it is forced keeps its first value.
(define r
  (let ((first #t))
    (delay (if first (begin (set! first #f) (let ((inner (force r))) 'outer)) 'inner))))
(check (force r) => inner)
;; A promise whose expression raised can be forced again.
(define attempts 0)
(define flaky (delay (begin (set! attempts (+ attempts 1)) (if (< attempts 3) (error "no") attempts))))
(check-error (force flaky))
(check-error (force flaky))
(check (force flaky) => 3)
(check (force flaky) => 3)
(check (call-with-values (lambda () (force (delay (values 1)))) list) => (1))

;; 4.2.6
(define radix
  (make-parameter 10 (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix")))))
(define (f n) (number->string n (radix)))
(check (f 12) => "12")
(check (parameterize ((radix 2)) (f 12)) => "1100")
(check (f 12) => "12")
(check-error (parameterize ((radix 0)) (f 12)))
(check-error (make-parameter 0 (lambda (x) (error "never" x))))
(define a (make-parameter 1))
(define b (make-parameter 10 (lambda (x) (* x 2))))
(check (list (a) (b)) => (1 20))
(check (parameterize ((a 2) (b 30)) (list (a) (b))) => (2 60))
(check (parameterize ((a (+ (a) 1))) (parameterize ((a (+ (a) 1))) (a))) => 3)
(check (parameterize ((a 2) (b (a))) (b)) => 2)
(check (parameterize () 1) => 1)
(check (parameterize ((a 5)) (define q (a)) (* q 2)) => 10)
;; Converted once: coming back does not convert again.
(check (begin (parameterize ((b 1)) 'ignored) (b)) => 20)
(check (let ((k #f) (n 0) (seen '()))
         (parameterize ((b 3))
           (call/cc (lambda (c) (set! k c)))
           (set! seen (cons (b) seen)))
         (set! n (+ n 1))
         (if (< n 3) (k #f))
         seen)
       => (6 6 6))
;; The value is that of the dynamic extent, not of the text.
(define (current) (a))
(check (parameterize ((a 'inside)) (current)) => inside)
(check (let ((thunk (parameterize ((a 'inside)) (lambda () (a))))) (thunk)) => 1)
(check (procedure? a) => #t)
(check (call/cc (lambda (k) (parameterize ((a 9)) (k (a))))) => 9)
(check (a) => 1)
(check (map (lambda (n) (parameterize ((a n)) (current))) '(1 2 3)) => (1 2 3))

(finish)
;--- output
; 59 checks
