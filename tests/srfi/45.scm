;; SRFI 45: primitives for expressing iterative lazy algorithms.
(import (scheme base) (srfi 45) (srfi srfi-45) (srfi :45) (srfi :45 lazy) (check))

(check (force (delay 1)) => 1)
(check (force (lazy (delay 1))) => 1)
(check (force (eager 1)) => 1)
(check (force (lazy (lazy (lazy (eager 'deep))))) => deep)
(check (map promise? (list (delay 1) (lazy (delay 1)) (eager 1) 1 (lambda () 1))) => (#t #t #t #f #f))

;; eager evaluates at once, delay and lazy when forced, all at most once.
(check (let* ((n 0) (p (eager (begin (set! n (+ n 1)) n)))) (list n (force p) (force p))) => (1 1 1))
(check (let* ((n 0) (p (delay (begin (set! n (+ n 1)) n))) (before n)) (list before (force p) (force p))) => (0 1 1))
(check (let* ((n 0) (p (lazy (begin (set! n (+ n 1)) (eager n)))) (before n)) (list before (force p) (force p)))
       => (0 1 1))

;; The types: eager and delay make promises of whatever the value is, even a promise; force removes one layer.
(check (let ((p (delay 1))) (eq? p (force (eager p)))) => #t)
(check (let ((p (delay 1))) (eq? p (force (delay p)))) => #t)
(check (let ((p (delay 1))) (force (lazy p))) => 1)
(check (force (force (eager (eager 5)))) => 5)

;; Reentrancy tests 1 to 3 of the SRFI.
(define count 0)
(define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p)))))
(define x 5)
(check (force p) => 6)
(check (begin (set! x 10) (force p)) => 6)
(define f
  (let ((first? #t))
    (delay (if first? (begin (set! first? #f) (force f)) 'second))))
(check (force f) => second)
(define q
  (let ((count 5))
    (define (get-count) count)
    (define p (delay (if (<= count 0) count (begin (set! count (- count 1)) (force p) (set! count (+ count 2)) count))))
    (list get-count p)))
(check (let* ((get-count (car q)) (p (cadr q)) (a (get-count)) (b (force p)) (c (get-count))) (list a b c))
       => (5 0 10))

;; A body that raises stays to be run again.
(check (let* ((n 0) (p (delay (begin (set! n (+ n 1)) (if (< n 2) (raise 'not-yet)) n))))
         (let ((first (guard (e (#t e)) (force p)))) (list first (force p) (force p))))
       => (not-yet 2 2))
;; A continuation that leaves a body and comes back: the first value stands.
(check (let* ((k #f) (n 0)
              (p (delay (let ((v (call/cc (lambda (c) (set! k c) 1)))) v)))
              (v (force p)))
         (set! n (+ n 1))
         (if (= n 1) (k 2) (list v (force p))))
       => (1 1))

;; Streams.
(define-syntax stream-cons (syntax-rules () ((_ a b) (eager (cons a (delay (force b)))))))
(define (from n) (lazy (eager (cons n (from (+ n 1))))))
(define (head s) (car (force s)))
(define (tail s) (cdr (force s)))
(define (stream-filter p? s)
  (lazy (let ((content (force s)))
          (if (p? (car content))
              (eager (cons (car content) (stream-filter p? (cdr content))))
              (stream-filter p? (cdr content))))))
(define (stream-ref s n) (if (= n 0) (head s) (stream-ref (tail s) (- n 1))))
(check (stream-ref (from 0) 100) => 100)
(check (stream-ref (stream-filter even? (from 1)) 50) => 102)
(check-error (force (lazy 5)))
(finish)
;--- output
; 21 checks
