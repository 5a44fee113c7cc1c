;; Loops of a million tail calls run in constant space, whatever the kind of call.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define n 1000000)
(define (self i) (if (= i 0) 'self (self (- i 1))))
(show (self n))
(define (a i) (if (= i 0) 'mutual (b (- i 1))))
(define (b i) (if (= i 0) 'mutual (a (- i 1))))
(show (a n))
(define (unknown f i) (if (= i 0) 'unknown (f f (- i 1))))
(show (unknown unknown n))
(define (in-cond i) (cond ((= i 0) 'cond) ((even? i) (in-cond (- i 1))) (else (in-cond (- i 1)))))
(show (in-cond n))
(define (in-and-or i) (or (and (= i 0) 'and-or) (and #t (in-and-or (- i 1)))))
(show (in-and-or n))
(define (in-case i) (case i ((0) 'case) (else (in-case (- i 1)))))
(show (in-case n))
(define (in-case-arrow i) (case i ((0) 'case-arrow) (else => (lambda (j) (in-case-arrow (- j 1))))))
(show (in-case-arrow n))
(define (in-when i) (when #t (if (= i 0) 'when (in-when (- i 1)))))
(show (in-when n))
(define (in-let i) (let* ((j (- i 1)) (k j)) (letrec ((f (lambda () k))) (if (= i 0) 'let (in-let k)))))
(show (in-let n))
(define (in-body i) (define j (- i 1)) (begin 'ignored (if (= i 0) 'body (in-body j))))
(show (in-body n))
(define (by-apply i) (if (= i 0) 'apply (apply by-apply (list (- i 1)))))
(show (by-apply n))
(define (with-rest i . rest) (if (= i 0) 'rest (with-rest (- i 1) 1 2)))
(show (with-rest n))
(define (by-values i) (if (= i 0) 'values (call-with-values (lambda () (values (- i 1) 1)) (lambda (i j) (by-values i)))))
(show (by-values n))
(define (by-call/cc i) (if (= i 0) 'call/cc (call/cc (lambda (k) (by-call/cc (- i 1))))))
(show (by-call/cc n))
(define (more-arguments i) (if (= i 0) 'more (fewer-arguments (- i 1) 1 2 3 4 5 6)))
(define (fewer-arguments i a b c d e f) (if (= i 0) 'more (more-arguments (- i 1))))
(show (more-arguments n))
(define (captured i) (if (= i 0) 'captured ((lambda () (captured (- i 1))))))
(show (captured n))
(define (continuation-passing i k) (if (= i 0) (k 'cps) (continuation-passing (- i 1) k)))
(show (continuation-passing n (lambda (x) x)))
(show (do ((i 0 (+ i 1))) ((= i n) 'do)))
;--- output
; self
; mutual
; unknown
; cond
; and-or
; case
; case-arrow
; when
; let
; body
; apply
; rest
; values
; call/cc
; more
; captured
; cps
; do
