;; 4.3: macros.
(import (scheme base) (check))

;; 4.3.1
(check (let-syntax ((given-that (syntax-rules ()
                                  ((_ test stmt1 stmt2 ...)
                                   (if test (begin stmt1 stmt2 ...))))))
         (let ((if #t)) (given-that if (set! if 'now)) if))
       => now)
(check (let ((x 'outer))
         (let-syntax ((m (syntax-rules () ((m) x))))
           (let ((x 'inner)) (m))))
       => outer)
(check (letrec-syntax ((my-or (syntax-rules ()
                                ((my-or) #f)
                                ((my-or e) e)
                                ((my-or e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))))
         (let ((x #f) (y 7) (temp 8) (let odd?) (if even?)) (my-or x (let temp) (if y) y)))
       => 7)
(check (let ((x 1)) (let-syntax ((foo (syntax-rules () ((_) 2)))) (define y (foo)) (+ x y))) => 3)
(check (let-syntax () 5) => 5)
(check (letrec-syntax () 5) => 5)

;; 4.3.2
(define-syntax be-like-begin
  (syntax-rules ()
    ((be-like-begin name)
     (define-syntax name
       (syntax-rules () ((name expr (... ...)) (begin expr (... ...))))))))
(be-like-begin sequence)
(check (sequence 1 2 3 4) => 4)
(check (let ((=> #f)) (cond (#t => 'ok))) => ok)

(define-syntax simple-let
  (syntax-rules ()
    ((_ (head ... ((x . y) val) . tail) body1 body2 ...)
     (syntax-error "expected an identifier but got" (x . y)))
    ((_ ((name val) ...) body1 body2 ...)
     ((lambda (name ...) body1 body2 ...) val ...))))
(check (simple-let ((a 1) (b 2)) (+ a b)) => 3)

;; Literals
(define-syntax arrow
  (syntax-rules (=> to)
    ((_ a => b) (list 'arrow a b))
    ((_ a to b) (list 'to a b))
    ((_ a b c) (list 'other a b c))))
(check (arrow 1 => 2) => (arrow 1 2))
(check (arrow 1 to 2) => (to 1 2))
(check (let ((to 5)) (arrow 1 to 2)) => (other 1 5 2))

;; Underscore, and data in patterns
(define-syntax third (syntax-rules () ((_ _ _ x . _) x)))
(check (third 1 2 3 4 5) => 3)
(define-syntax by-datum
  (syntax-rules ()
    ((_ 1) 'one)
    ((_ "s") 'string)
    ((_ #\c) 'char)
    ((_ #t) 'true)
    ((_ ()) 'empty)
    ((_ #(a b)) 'vector-of-two)
    ((_ #(a ...)) (list 'vector a ...))
    ((_ _) 'other)))
(check (list (by-datum 1) (by-datum "s") (by-datum #\c) (by-datum #t) (by-datum ()) (by-datum #(1 2))
             (by-datum #(1 2 3)) (by-datum #()) (by-datum 2) (by-datum 1.0))
       => (one string char true empty vector-of-two (vector 1 2 3) (vector) other other))

;; Ellipses
(define-syntax my-let
  (syntax-rules () ((_ ((n v) ...) . body) ((lambda (n ...) . body) v ...))))
(check (my-let ((a 1) (b 2)) (define c 3) (list a b c)) => (1 2 3))
(define-syntax flatten (syntax-rules () ((_ (a ...) ...) '(a ... ...))))
(check (flatten (1 2) () (3)) => (1 2 3))
(define-syntax nest (syntax-rules () ((_ (k v ...) ...) '((k . (v ...)) ...))))
(check (nest (a 1 2) (b) (c 3)) => ((a 1 2) (b) (c 3)))
(define-syntax last-of (syntax-rules () ((_ a ... z) 'z)))
(check (last-of 1) => 1)
(check (last-of 1 2 3) => 3)
(define-syntax split (syntax-rules () ((_ a ... y z) '((a ...) y z))))
(check (split 1 2) => (() 1 2))
(check (split 1 2 3 4) => ((1 2) 3 4))
(define-syntax dotted (syntax-rules () ((_ a ... y . z) '((a ...) y z))))
(check (dotted 1 2 3 . 4) => ((1 2) 3 4))
(check (dotted 1 2 3) => ((1 2) 3 ()))
(define-syntax vector-middle (syntax-rules () ((_ #(a b ... c)) '(a (b ...) c))))
(check (vector-middle #(1 2 3 4)) => (1 (2 3) 4))
(define-syntax with-each (syntax-rules () ((_ x y ...) '((x y) ...))))
(check (with-each 0 1 2 3) => ((0 1) (0 2) (0 3)))
(define-syntax in-vector (syntax-rules () ((_ (a b) ...) #(a ... b ...))))
(check (in-vector (1 2) (3 4)) => #(1 3 2 4))

;; Another ellipsis
(define-syntax custom (syntax-rules ::: () ((_ (a b :::) :::) '((b ::: a) :::))))
(check (custom (1 2 3) (4)) => ((2 3 1) (4)))
(define-syntax literal-dots (syntax-rules ::: () ((_ a :::) '(a ::: ...))))
(check (literal-dots 1 2) => (1 2 ...))
(define-syntax escaped (syntax-rules () ((_ a) '(a (... ...)))))
(check (escaped 1) => (1 ...))
(define-syntax escaped-template (syntax-rules () ((_ a) '(... (a ...)))))
(check (escaped-template 1) => (1 ...))
(define-syntax dots-literal (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'x)))
(check (list (dots-literal ...) (dots-literal 5)) => (dots 5))
(define-syntax underscore-literal (syntax-rules (_) ((m _) 'underscore) ((m x) 'other)))
(check (list (underscore-literal _) (underscore-literal 5)) => (underscore other))

;; Hygiene
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(check (let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other)) => (2 1))
(define-syntax my-unless (syntax-rules () ((_ c e) (if c #f e))))
(check (let ((if list)) (my-unless #f 5)) => 5)
(define counter 0)
(define-syntax count! (syntax-rules () ((_) (begin (set! counter (+ counter 1)) counter))))
(check (let ((counter 100)) (count!) (count!)) => 2)
(define-syntax while
  (syntax-rules () ((_ c b ...) (let loop () (when c b ... (loop))))))
(check (let ((i 0) (loop 5)) (while (< i 3) (set! i (+ i 1)) (set! loop (+ loop 1))) (list i loop))
       => (3 8))
(define-syntax define-getter (syntax-rules () ((_ name v) (begin (define hidden v) (define (name) hidden)))))
(define-getter get-a 1)
(define-getter get-b 2)
(check (list (get-a) (get-b)) => (1 2))

;; Macros that define
(define-syntax define-two (syntax-rules () ((_ a b v) (begin (define a v) (define b (+ a 1))))))
(define-two da db 5)
(check (list da db) => (5 6))
(check (let () (define-two p q 1) (* p q)) => 2)
(define-syntax ten (syntax-rules () ((_) 10)))
(define-syntax define-ten (syntax-rules () ((_ x) (define x 10))))
(define-ten ten-variable)
(check (list (ten) ten-variable) => (10 10))
(check (let () (define-ten x) (define-syntax foo (syntax-rules () ((_ y) (+ x y)))) (foo 1)) => 11)

;; A body's syntax definition is seen by the whole body.
(check (let ()
         (define (f) (m 1))
         (define-syntax m (syntax-rules () ((_ x) (+ x 1))))
         (f))
       => 2)

;; 4.3.3, 3.1: a definition can shadow a keyword.
(check (let ((begin list)) (begin 1 2)) => (1 2))
(check (let () (define (when x) (* x 2)) (when 4)) => 8)
(check (let ((quote -)) '5) => -5)

;; 7.3's way to write case with cond-like fall-through by macros on lists
(define-syntax my-cond
  (syntax-rules (else)
    ((_) 'none)
    ((_ (else e ...)) (begin e ...))
    ((_ (c e ...) clause ...) (if c (begin e ...) (my-cond clause ...)))))
(check (my-cond (#f 1) ((= 1 1) 2) (else 3)) => 2)
(check (let ((else #f)) (my-cond (#f 1) (#t 2))) => 2)

;; Arguments by position, tail patterns under ellipses
(define-syntax rotate (syntax-rules () ((_ (a ... z) ...) '((z a ...) ...))))
(check (rotate (1 2 3) (4) (5 6)) => ((3 1 2) (4) (6 5)))

(finish)
;--- output
; 48 checks
