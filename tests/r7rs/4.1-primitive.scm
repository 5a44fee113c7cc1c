;; 4.1: variable references, literals, calls, procedures, conditionals, assignments.
(import (scheme base) (scheme char) (check))

;; 4.1.1
(define x 28)
(check x => 28)

;; 4.1.2
(check (quote a) => a)
(check (quote #(a b c)) => #(a b c))
(check (quote (+ 1 2)) => (+ 1 2))
(check 'a => a)
(check '#(a b c) => #(a b c))
(check '() => ())
(check '(+ 1 2) => (+ 1 2))
(check '(quote a) => (quote a))
(check ''a => (quote a))
(check (car ''a) => quote)
(check '145932 => 145932)
(check 145932 => 145932)
(check '"abc" => "abc")
(check "abc" => "abc")
(check '#\a => #\a)
(check #\a => #\a)
(check '#(a 10) => #(a 10))
(check #(a 10) => #(a 10))
(check '#u8(64 65) => #u8(64 65))
(check #u8(64 65) => #u8(64 65))
(check '#t => #t)
(check #t => #t)
(check #true => #t)
(check #false => #f)
;; One literal is one object each time it is evaluated.
(define (literal) '(1 2))
(check (eq? (literal) (literal)) => #t)
;; Literals are constants.
(check-error (string-set! "abc" 0 #\x))
(check-error (vector-set! '#(1 2 3) 0 9))
(check-error (bytevector-u8-set! #u8(1 2 3) 0 9))
(check-error (string-set! (symbol->string 'immutable) 0 #\x))
(check (literal) => (1 2))

;; 4.1.3
(check (+ 3 4) => 7)
(check ((if #f + *) 3 4) => 12)
(check-error (let ((f 5)) (f 1)))
(check-error (let ((f "x")) (f)))
(check-error (let ((f (lambda (a) a))) (f)))
(check-error (let ((f (lambda (a) a))) (f 1 2)))
(check-error (let ((f (lambda (a b . c) a))) (f 1)))
;; The operator and operands may be any expressions.
(check ((car (list + -)) (* 2 3) (let ((y 4)) y)) => 10)

;; 4.1.4
(define reverse-subtract (lambda (x y) (- y x)))
(check (procedure? (lambda (x) (+ x x))) => #t)
(check ((lambda (x) (+ x x)) 4) => 8)
(check (reverse-subtract 7 10) => 3)
(define add4 (let ((x 4)) (lambda (y) (+ x y))))
(check (add4 6) => 10)
(check ((lambda x x) 3 4 5 6) => (3 4 5 6))
(check ((lambda x x)) => ())
(check ((lambda (x y . z) z) 3 4 5 6) => (5 6))
(check ((lambda (x y . z) z) 3 4) => ())
(check ((lambda (x . y) (list x y)) 1) => (1 ()))
;; The rest list is freshly allocated.
(check (let* ((l (list 1 2 3)) (m (apply (lambda r r) l)))
         (set-car! m 'changed)
         l)
       => (1 2 3))
;; Bodies have definitions first.
(check ((lambda (x)
          (define y (* x 2))
          (define (z) (+ y 1))
          (z))
        10)
       => 21)
(check ((lambda () 1 2 3)) => 3)
;; Each evaluation gives its own locations.
(define (make-cell v) (cons (lambda () v) (lambda (n) (set! v n))))
(define cell-a (make-cell 1))
(define cell-b (make-cell 1))
((cdr cell-a) 5)
(check ((car cell-a)) => 5)
(check ((car cell-b)) => 1)

;; 4.1.5
(check (if (> 3 2) 'yes 'no) => yes)
(check (if (> 2 3) 'yes 'no) => no)
(check (if (> 3 2) (- 3 2) (+ 3 2)) => 1)
(check (if '() 'true 'false) => true)
(check (if 0 'true 'false) => true)
(check (if "" 'true 'false) => true)
(check-true (begin (if #f #f) #t))
(check (let ((n 0)) (if #f (set! n 1)) n) => 0)

;; 4.1.6
(define y 2)
(check (+ y 1) => 3)
(set! y 4)
(check (+ y 1) => 5)
(check (let ((v 1)) (set! v (+ v 1)) (set! v (* v 10)) v) => 20)
(check (let ((n 0))
         (let ((increment (lambda () (set! n (+ n 1)) n)))
           (increment)
           (increment)
           n))
       => 2)
;; Parameters can be assigned.
(check ((lambda (a . rest) (set! a (cons a rest)) (set! rest 'none) (list a rest)) 1 2 3)
       => ((1 2 3) none))

;; 2.1, 2.2: identifiers and comments
(define |two words| 2)
(check |two words| => 2)
(check (let ((|H\x65;llo| 1)) Hello) => 1)
(check (let ((... 1) (+soup+ 2) (->string 3) (<=? 4) (a34kTMNs 5) (V17a 6) (!$%&*/:<=>?^_~ 7))
         (list ... +soup+ ->string <=? a34kTMNs V17a !$%&*/:<=>?^_~))
       => (1 2 3 4 5 6 7))
(check (let ((abc 1) (ABC 2)) (list abc ABC)) => (1 2))
(check '(1 ; comment
         #| block #| nested |# comment |#
         2 #;3 #;(4 5) 6
         #;#;7 8 9)
       => (1 2 6 9))
(check '(#;hidden) => ())
(check '(1 . #;hidden 2) => (1 . 2))
#!fold-case
(check 'ABC => abc)
(check (CAR '(1)) => 1)
#!no-fold-case
(check (eq? 'ABC 'abc) => #f)

;; 2.4: datum labels
(define circle '#0=(a b . #0#))
(check (list (car circle) (cadr circle) (eq? circle (cddr circle))) => (a b #t))
(check '(#1=(x) #1# #1#) => ((x) (x) (x)))
(check (let ((z '(#1=(x) #1#))) (eq? (car z) (cadr z))) => #t)
(define ring '#2=#(1 #2#))
(check (eq? ring (vector-ref ring 1)) => #t)

(finish)
;--- output
; 80 checks
