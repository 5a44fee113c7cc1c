;; Code that has met flonums expects them; whatever else comes then gives what the primitives give when called as values.
(import (scheme base) (scheme complex) (scheme cxr) (scheme inexact) (scheme write))

(define values-to-try
  (list 0.0 -0.0 1.5 -2.25 1e-100 -1e-100 1e200 -1e200 1e300 1e-320 +inf.0 -inf.0 +nan.0
        2.0 -3.0 1152921504606846976.0 -1152921504606846976.0 9223372036854775808.0 4e18 -4e18 2.3e77 1.7e-77 1e77 1e-77 1.3407807929942597e154 4503599627370497.5
        0 1 -3 9007199254740993 -9007199254740993 1152921504606846975 (expt 10 30) (/ 1 3) (/ -7 2)
        (make-rectangular 1.5 -0.5) (make-rectangular 2 1)))

(define wrong 0)
(define tried 0)

(define (same? x y)
  (if (and (number? x) (number? y)) (eqv? x y) (eq? x y)))

(define (check name got want . operands)
  (set! tried (+ tried 1))
  (if (not (same? got want))
      (begin
        (set! wrong (+ wrong 1))
        (if (< wrong 20)
            (begin
              (write (list name operands 'got got 'want want))
              (newline))))))

;; A result, or a symbol if there is none.
(define (attempt f . operands)
  (call/cc
   (lambda (k)
     (with-exception-handler (lambda (e) (k 'raised)) (lambda () (apply f operands))))))

(define (add x y) (+ x y))
(define (sub x y) (- x y))
(define (mul x y) (* x y))
(define (div x y) (/ x y))
(define (equal x y) (= x y))
(define (less x y) (< x y))
(define (at-most x y) (<= x y))
(define (more x y) (if (> x y) #t #f))
(define (branch-equal x y) (if (= x y) 'yes 'no))
(define (branch-less x y) (if (< x y) 'yes 'no))
(define (branch-not-less x y) (if (not (< x y)) 'no 'yes))
(define (branch-at-most x y) (if (<= x y) 'yes 'no))
(define (chosen p) (lambda (x y) (if (p x y) 'yes 'no)))

(define (double x) (* x 2))
(define (thrice x) (* 3 x))
(define (half x) (/ x 2))
(define (inverse x) (/ 1 x))
(define (more-by-one x) (+ x 1))
(define (less-by-one x) (- x 1))
(define (from-one x) (- 1 x))
(define (plus-half x) (+ x 0.5))
(define (half-of x) (* 0.5 x))
(define (times-zero x) (* x 0))
(define (plus-zero x) (+ x 0))
(define (minus-zero x) (- x 0))
(define (negative x) (- 0 x))
(define (is-zero x) (if (= x 0) 'yes 'no))
(define (is-positive x) (if (> x 0) 'yes 'no))
(define (below-three x) (if (< x 3) 'yes 'no))
(define (below-half x) (if (< x 0.5) 'yes 'no))
(define (root x) (sqrt x))
(define (made-inexact x) (inexact x))
(define (magnitude-of x) (abs x))
(define (whole x) (exact x))
(define (index x) (+ 1 (exact (floor x))))
(define (polynomial x) (+ 1.0 (* x (- 3.5 (* x (+ x 0.25))))))
(define (squares x) (sqrt (+ (* x x) (* x x))))

(define of-two
  (list (list 'add add +) (list 'sub sub -) (list 'mul mul *) (list 'div div /)
        (list 'equal equal =) (list 'less less <) (list 'at-most at-most <=) (list 'more more >)
        (list 'branch-equal branch-equal (chosen =)) (list 'branch-less branch-less (chosen <))
        (list 'branch-not-less branch-not-less (chosen <))
        (list 'branch-at-most branch-at-most (chosen <=))))

;; Procedures as values, out of reach of what is compiled in place.
(define (value-of p) (car (list p)))
(define plus (value-of +))
(define minus (value-of -))
(define times (value-of *))
(define over (value-of /))
(define square-root (value-of sqrt))

(define of-one
  (list (list 'double double (lambda (x) (times x 2))) (list 'thrice thrice (lambda (x) (times 3 x)))
        (list 'half half (lambda (x) (over x 2))) (list 'inverse inverse (lambda (x) (over 1 x)))
        (list 'more-by-one more-by-one (lambda (x) (plus x 1)))
        (list 'less-by-one less-by-one (lambda (x) (minus x 1)))
        (list 'from-one from-one (lambda (x) (minus 1 x)))
        (list 'plus-half plus-half (lambda (x) (plus x 0.5)))
        (list 'half-of half-of (lambda (x) (times 0.5 x)))
        (list 'times-zero times-zero (lambda (x) (times x 0)))
        (list 'plus-zero plus-zero (lambda (x) (plus x 0)))
        (list 'minus-zero minus-zero (lambda (x) (minus x 0)))
        (list 'negative negative (lambda (x) (minus 0 x)))
        (list 'is-zero is-zero (lambda (x) ((chosen (value-of =)) x 0)))
        (list 'is-positive is-positive (lambda (x) ((chosen (value-of >)) x 0)))
        (list 'below-three below-three (lambda (x) ((chosen (value-of <)) x 3)))
        (list 'below-half below-half (lambda (x) ((chosen (value-of <)) x 0.5)))
        (list 'root root square-root) (list 'made-inexact made-inexact (value-of inexact))
        (list 'abs magnitude-of (value-of abs))
        (list 'exact whole (value-of exact))
        (list 'index index (lambda (x) (plus 1 ((value-of exact) ((value-of floor) x)))))
        (list 'polynomial polynomial
              (lambda (x) (plus 1.0 (times x (minus 3.5 (times x (plus x 0.25)))))))
        (list 'squares squares (lambda (x) (square-root (plus (times x x) (times x x)))))))

(define (warm-up)
  (do ((i 0 (+ i 1)))
      ((= i 150))
    (for-each (lambda (row) ((cadr row) 1.25 (+ 0.5 i))) of-two)
    (for-each (lambda (row) ((cadr row) (+ 0.5 i))) of-one)))

(define (try-all)
  (for-each
   (lambda (row)
     (for-each
      (lambda (x)
        (for-each
         (lambda (y) (check (car row) (attempt (cadr row) x y) (attempt (caddr row) x y) x y))
         values-to-try))
      values-to-try))
   of-two)
  (for-each
   (lambda (row)
     (for-each
      (lambda (x) (check (car row) (attempt (cadr row) x) (attempt (caddr row) x) x))
      values-to-try))
   of-one))

(warm-up)
(try-all)

;; Loops whose variables are flonums for a while, and then are not.
(define (products x factor n)
  (let loop ((i 0) (p x) (sum 0.0) (last 1))
    (if (= i n)
        (list p sum last)
        (loop (+ i 1) (* p factor) (+ sum p) p))))

(define (products-by-value x factor n)
  (let loop ((i 0) (p x) (sum 0.0) (last 1))
    (if (eqv? i n)
        (list p sum last)
        (loop (plus i 1) (times p factor) (plus sum p) p))))

(define (exchange x y n)
  (let loop ((i 0) (a x) (b y) (c 0.25))
    (if (= i n)
        (list a b c)
        (loop (+ i 1) b c (* 0.5 (+ a b))))))

(define (exchange-by-value x y n)
  (let loop ((i 0) (a x) (b y) (c 0.25))
    (if (eqv? i n)
        (list a b c)
        (loop (plus i 1) b c (times 0.5 (plus a b))))))

(define (check-list name got want . operands)
  (for-each (lambda (x y) (apply check name x y operands)) got want))

(for-each
 (lambda (n)
   (for-each
    (lambda (x)
      (for-each
       (lambda (y)
         (check-list 'products (products x y n) (products-by-value x y n) x y)
         (check-list 'exchange (exchange x y n) (exchange-by-value x y n) x y))
       '(1.0 2.0 0.5 1e-10 1e10 -1.5 3 -2 1/2)))
    '(1.0 -0.0 1e-300 1e300 +nan.0 +inf.0 7 1/3 1e76)))
 '(3 70))

;; A call by itself with flonums, and then with others.
(define (fib x one two)
  (if (< x two) x (+ (fib (- x one) one two) (fib (- x two) one two))))
(write (list (fib 12.0 1.0 2.0) (fib 12 1 2) (fib 12 1.0 2.0) (fib 25/2 1 2)))
(newline)

;; Signs of zero and what is no number, at the edges between the forms of flonums.
(write (list (add -0.0 -0.0) (add -0.0 0) (sub 0.0 0.0) (mul -0.0 5) (mul 0 -1.5) (div 1.0 -0.0) (div -0.0 2)
             (root -0.0) (root -4.0) (root 1e-320) (root 1e300) (mul 1e-160 1e-160) (mul 1e160 1e160)
             (div 1e-300 1e300) (sub +inf.0 +inf.0) (add 1e77 2.3e77) (mul 1e76 1.0) (mul 1e-70 1e-7)))
(newline)
(write (list tried wrong))
(newline)
;--- output
; (144.0 144 144.0 521/2)
; (-0.0 0.0 0.0 -0.0 -0.0 -inf.0 -0.0 -0.0 0.0+2.0i 9.99994433575849e-161 1.0e150 1.0e-320 +inf.0 0.0 +nan.0 3.3e77 1.0e76 1.0e-77)
; (18288 0)
