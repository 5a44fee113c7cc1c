;; Callees of every shape at the same places, often enough to be compiled: exact, rest, case-lambda, primitives,
;; parameters, continuations, and mistakes in between.
(import (scheme base) (scheme case-lambda) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules ()
    ((_ e) (call/cc (lambda (k)
             (with-exception-handler
               (lambda (x) (k (if (error-object? x) (error-object-message x) (list 'raised x))))
               (lambda () e)))))))

(define cases
  (case-lambda
    (() 'none)
    ((a) (list 'one a))
    ((a b . r) (list 'more a b r))
    ((a b) 'never)))
(define few (case-lambda ((a) (list 'one a)) ((a b c) (list 'three a b c))))
(define (rest . r) r)
(define (one-rest a . r) (cons a r))
(define (three-rest a b c . r) (list a b c r))
(define place (make-parameter 'here))

(define (call0 f) (cons (f) '()))
(define (call1 f a) (cons (f a) '()))
(define (call2 f a b) (cons (f a b) '()))
(define (call4 f a b c d) (cons (f a b c d) '()))
(define (tail0 f) (f))
(define (tail1 f a) (f a))
(define (tail2 f a b) (f a b))
(define (tail4 f a b c d) (f a b c d))
(define (spread f . l) (list (apply f l)))
(define (spread-tail f a . l) (apply f a l))

(define procedures
  (list cases few rest one-rest three-rest place + - * < car cdr cons list vector not eq? null? pair? zero? append
        (lambda () 'exactly-none) (lambda (a) (list a)) (lambda (a b) (list a b)) 'not-a-procedure 7))

(define (all f)
  (list (attempt (call0 f)) (attempt (call1 f 1)) (attempt (call2 f 1 2)) (attempt (call4 f 1 2 3 4))
        (attempt (tail0 f)) (attempt (tail1 f '(1))) (attempt (tail2 f 2 1)) (attempt (tail4 f 4 3 2 1))
        (attempt (spread f)) (attempt (spread f 5 6)) (attempt (spread-tail f 9)) (attempt (spread-tail f 7 8 9))))

(define (without-parameter l) (parameterize ((place 'there)) (all l)))
(define first (map without-parameter procedures))
(show (let loop ((i 0))
        (cond ((= i 80) 'same)
              ((equal? (map without-parameter procedures) first) (loop (+ i 1)))
              (else (list 'different-in i)))))
(for-each (lambda (r) (show r)) first)

;; A continuation as the callee.
(show (let loop ((i 0) (sum 0))
        (if (= i 100)
            sum
            (loop (+ i 1) (+ sum (call/cc (lambda (k) (+ 1000 (car (call1 k i))))))))))

;; Overflow and other numbers in primitives that are values.
(define (apply2 f a b) (f a b))
(define big 1152921504606846975)
(show (let loop ((i 0) (l '()))
        (if (= i 70)
            (car l)
            (loop (+ i 1)
                  (list (list (apply2 + big 1) (apply2 - (- big) 2) (apply2 * big 2) (apply2 < 1.5 2) (apply2 = 1/2 0.5)
                              (apply2 > big 3) (apply2 <= 3 3) (apply2 >= 2 3) (apply2 char<? #\a #\b)
                              (apply2 char=? #\a #\a) (apply2 + 0.5 1) (apply2 * -4 5)))))))
;--- output
; same
; ((none) ((one 1)) ((more 1 2 ())) ((more 1 2 (3 4))) none (one (1)) (more 2 1 ()) (more 4 3 (2 1)) (none) ((more 5 6 ())) (one 9) (more 7 8 (9)))
; ("few: expected 1 or 3 arguments, got 0" ((one 1)) "few: expected 1 or 3 arguments, got 2" "few: expected 1 or 3 arguments, got 4" "few: expected 1 or 3 arguments, got 0" (one (1)) "few: expected 1 or 3 arguments, got 2" "few: expected 1 or 3 arguments, got 4" "few: expected 1 or 3 arguments, got 0" "few: expected 1 or 3 arguments, got 2" (one 9) (three 7 8 9))
; ((()) ((1)) ((1 2)) ((1 2 3 4)) () ((1)) (2 1) (4 3 2 1) (()) ((5 6)) (9) (7 8 9))
; ("one-rest: expected at least 1 argument, got 0" ((1)) ((1 2)) ((1 2 3 4)) "one-rest: expected at least 1 argument, got 0" ((1)) (2 1) (4 3 2 1) "one-rest: expected at least 1 argument, got 0" ((5 6)) (9) (7 8 9))
; ("three-rest: expected at least 3 arguments, got 0" "three-rest: expected at least 3 arguments, got 1" "three-rest: expected at least 3 arguments, got 2" ((1 2 3 (4))) "three-rest: expected at least 3 arguments, got 0" "three-rest: expected at least 3 arguments, got 1" "three-rest: expected at least 3 arguments, got 2" (4 3 2 (1)) "three-rest: expected at least 3 arguments, got 0" "three-rest: expected at least 3 arguments, got 2" "three-rest: expected at least 3 arguments, got 1" (7 8 9 ()))
; ((there) (#<unspecified>) "a parameter takes at most one argument, a new value" "a parameter takes at most one argument, a new value" 1 #<unspecified> "a parameter takes at most one argument, a new value" "a parameter takes at most one argument, a new value" ((1)) "a parameter takes at most one argument, a new value" #<unspecified> "a parameter takes at most one argument, a new value")
; ((0) (1) (3) (10) 0 "+: expected a number" 3 10 (0) (11) 9 24)
; ("-: expected at least 1 argument, got 0" (-1) (-1) (-8) "-: expected at least 1 argument, got 0" "-: expected a number" 1 -2 "-: expected at least 1 argument, got 0" (-1) -9 -10)
; ((1) (1) (2) (24) 1 "*: expected a number" 2 24 (1) (30) 9 504)
; ("<: expected at least 1 argument, got 0" (#t) (#t) (#t) "<: expected at least 1 argument, got 0" "<: expected a real number" #f #f "<: expected at least 1 argument, got 0" (#t) #t #t)
; ("car: expected 1 argument, got 0" "car: expected a pair" "car: expected 1 argument, got 2" "car: expected 1 argument, got 4" "car: expected 1 argument, got 0" 1 "car: expected 1 argument, got 2" "car: expected 1 argument, got 4" "car: expected 1 argument, got 0" "car: expected 1 argument, got 2" "car: expected a pair" "car: expected 1 argument, got 3")
; ("cdr: expected 1 argument, got 0" "cdr: expected a pair" "cdr: expected 1 argument, got 2" "cdr: expected 1 argument, got 4" "cdr: expected 1 argument, got 0" () "cdr: expected 1 argument, got 2" "cdr: expected 1 argument, got 4" "cdr: expected 1 argument, got 0" "cdr: expected 1 argument, got 2" "cdr: expected a pair" "cdr: expected 1 argument, got 3")
; ("cons: expected 2 arguments, got 0" "cons: expected 2 arguments, got 1" ((1 . 2)) "cons: expected 2 arguments, got 4" "cons: expected 2 arguments, got 0" "cons: expected 2 arguments, got 1" (2 . 1) "cons: expected 2 arguments, got 4" "cons: expected 2 arguments, got 0" ((5 . 6)) "cons: expected 2 arguments, got 1" "cons: expected 2 arguments, got 3")
; ((()) ((1)) ((1 2)) ((1 2 3 4)) () ((1)) (2 1) (4 3 2 1) (()) ((5 6)) (9) (7 8 9))
; ((#()) (#(1)) (#(1 2)) (#(1 2 3 4)) #() #((1)) #(2 1) #(4 3 2 1) (#()) (#(5 6)) #(9) #(7 8 9))
; ("not: expected 1 argument, got 0" (#f) "not: expected 1 argument, got 2" "not: expected 1 argument, got 4" "not: expected 1 argument, got 0" #f "not: expected 1 argument, got 2" "not: expected 1 argument, got 4" "not: expected 1 argument, got 0" "not: expected 1 argument, got 2" #f "not: expected 1 argument, got 3")
; ("eq?: expected 2 arguments, got 0" "eq?: expected 2 arguments, got 1" (#f) "eq?: expected 2 arguments, got 4" "eq?: expected 2 arguments, got 0" "eq?: expected 2 arguments, got 1" #f "eq?: expected 2 arguments, got 4" "eq?: expected 2 arguments, got 0" (#f) "eq?: expected 2 arguments, got 1" "eq?: expected 2 arguments, got 3")
; ("null?: expected 1 argument, got 0" (#f) "null?: expected 1 argument, got 2" "null?: expected 1 argument, got 4" "null?: expected 1 argument, got 0" #f "null?: expected 1 argument, got 2" "null?: expected 1 argument, got 4" "null?: expected 1 argument, got 0" "null?: expected 1 argument, got 2" #f "null?: expected 1 argument, got 3")
; ("pair?: expected 1 argument, got 0" (#f) "pair?: expected 1 argument, got 2" "pair?: expected 1 argument, got 4" "pair?: expected 1 argument, got 0" #t "pair?: expected 1 argument, got 2" "pair?: expected 1 argument, got 4" "pair?: expected 1 argument, got 0" "pair?: expected 1 argument, got 2" #f "pair?: expected 1 argument, got 3")
; ("zero?: expected 1 argument, got 0" (#f) "zero?: expected 1 argument, got 2" "zero?: expected 1 argument, got 4" "zero?: expected 1 argument, got 0" "zero?: expected a number" "zero?: expected 1 argument, got 2" "zero?: expected 1 argument, got 4" "zero?: expected 1 argument, got 0" "zero?: expected 1 argument, got 2" #f "zero?: expected 1 argument, got 3")
; ((()) (1) "append: expected a list" "append: expected a list" () (1) "append: expected a list" "append: expected a list" (()) "append: expected a list" 9 "append: expected a list")
; ((exactly-none) "anonymous procedure: expected 0 arguments, got 1" "anonymous procedure: expected 0 arguments, got 2" "anonymous procedure: expected 0 arguments, got 4" exactly-none "anonymous procedure: expected 0 arguments, got 1" "anonymous procedure: expected 0 arguments, got 2" "anonymous procedure: expected 0 arguments, got 4" (exactly-none) "anonymous procedure: expected 0 arguments, got 2" "anonymous procedure: expected 0 arguments, got 1" "anonymous procedure: expected 0 arguments, got 3")
; ("anonymous procedure: expected 1 argument, got 0" ((1)) "anonymous procedure: expected 1 argument, got 2" "anonymous procedure: expected 1 argument, got 4" "anonymous procedure: expected 1 argument, got 0" ((1)) "anonymous procedure: expected 1 argument, got 2" "anonymous procedure: expected 1 argument, got 4" "anonymous procedure: expected 1 argument, got 0" "anonymous procedure: expected 1 argument, got 2" (9) "anonymous procedure: expected 1 argument, got 3")
; ("anonymous procedure: expected 2 arguments, got 0" "anonymous procedure: expected 2 arguments, got 1" ((1 2)) "anonymous procedure: expected 2 arguments, got 4" "anonymous procedure: expected 2 arguments, got 0" "anonymous procedure: expected 2 arguments, got 1" (2 1) "anonymous procedure: expected 2 arguments, got 4" "anonymous procedure: expected 2 arguments, got 0" ((5 6)) "anonymous procedure: expected 2 arguments, got 1" "anonymous procedure: expected 2 arguments, got 3")
; ("attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure")
; ("attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure" "attempt to call something that is not a procedure")
; 4950
; (1152921504606846976 -1152921504606846977 2305843009213693950 #t #t #t #t #f #t #t 1.5 -20)
