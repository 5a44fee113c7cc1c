;; Any number of values to receivers of every shape, compiled ones included.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules ()
    ((_ e) (call/cc (lambda (k)
             (with-exception-handler
               (lambda (x) (k (if (error-object? x) (error-object-message x) (list 'raised x))))
               (lambda () e)))))))

(define (none) (values))
(define (one) (values 'a))
(define (two) (values 'a 'b))
(define (three) (values 'a 'b 'c))
(define (forty)
  (values 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
          21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40))
(define (spread l) (apply values l))
(define producers
  (list none one two three forty (lambda () (spread '())) (lambda () (spread '(1))) (lambda () (spread '(1 2 3)))))

(define (to-one p) (call-with-values p (lambda (a) (list a))))
(define (to-two p) (call-with-values p (lambda (a b) (list a b))))
(define (to-rest p) (call-with-values p (lambda l l)))
(define (to-some p) (call-with-values p (lambda (a b . l) (list a b l))))
(define (to-list p) (call-with-values p list))
(define (to-kept p) (let ((l (call-with-values p list))) (cons 'kept l)))
(define (to-unknown p f) (cons 'got (call-with-values p f)))
(define (bound p) (let-values (((a . r) (p)) ((x) (one))) (list a r x)))
(define (for-first p) (let ((v (begin (p) 'first))) v))

(define (all p)
  (list (attempt (to-one p)) (attempt (to-two p)) (attempt (to-rest p)) (attempt (to-some p)) (attempt (to-list p))
        (attempt (to-kept p)) (attempt (to-unknown p list)) (attempt (to-unknown p (lambda (a . r) r)))
        (attempt (bound p)) (for-first p)))

(define first (map all producers))
(show (let loop ((i 0))
        (cond ((= i 80) 'same)
              ((equal? (map all producers) first) (loop (+ i 1)))
              (else (list 'different-in i)))))
(for-each (lambda (r) (show r)) first)

;; Rest lists that are kept while others are made.
(define (numbers n) (let loop ((i n) (l '())) (if (= i 0) l (loop (- i 1) (cons i l)))))
(define (keep n) (call-with-values (lambda () (apply values (numbers n))) (lambda (a . r) (cons r a))))
(show (let loop ((i 1) (kept '()) (length-sum 0))
        (if (= i 200)
            (list (length kept) length-sum)
            (loop (+ i 1) (cons (keep i) kept) (+ length-sum (length (car (keep i))))))))
;--- output
; same
; ("expected 1 values, got 0" "expected 2 values, got 0" () "expected at least 2 values, got 0" () (kept) (got) "anonymous procedure: expected at least 1 argument, got 0" "expected at least 1 values, got 0" first)
; ((a) "expected 2 values, got 1" (a) "expected at least 2 values, got 1" (a) (kept a) (got a) (got) (a () a) first)
; ("expected 1 values, got 2" (a b) (a b) (a b ()) (a b) (kept a b) (got a b) (got b) (a (b) a) first)
; ("expected 1 values, got 3" "expected 2 values, got 3" (a b c) (a b (c)) (a b c) (kept a b c) (got a b c) (got b c) (a (b c) a) first)
; ("expected 1 values, got 40" "expected 2 values, got 40" (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) (1 2 (3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40)) (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) (kept 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) (got 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) (got 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) (1 (2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) a) first)
; ("expected 1 values, got 0" "expected 2 values, got 0" () "expected at least 2 values, got 0" () (kept) (got) "anonymous procedure: expected at least 1 argument, got 0" "expected at least 1 values, got 0" first)
; ((1) "expected 2 values, got 1" (1) "expected at least 2 values, got 1" (1) (kept 1) (got 1) (got) (1 () a) first)
; ("expected 1 values, got 3" "expected 2 values, got 3" (1 2 3) (1 2 (3)) (1 2 3) (kept 1 2 3) (got 1 2 3) (got 2 3) (1 (2 3) a) first)
; (199 19701)
