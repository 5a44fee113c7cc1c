;; case-lambda called directly, through a variable, by apply, in loops.
(import (scheme base) (scheme write) (scheme case-lambda))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define f (case-lambda (() 'none) ((a) (list 'one a)) ((a b) (list 'two a b)) ((a b c . d) (list 'more a b c d))))
(show (list (f) (f 1) (f 1 2) (f 1 2 3) (f 1 2 3 4 5)))
(show (map (lambda (l) (apply f l)) '(() (1) (1 2) (1 2 3))))
(define count (case-lambda ((n) (count n 0)) ((n acc) (if (= n 0) acc (count (- n 1) (+ acc 1))))))
(show (count 10000))
(define (maker x) (case-lambda (() x) ((y) (set! x y) x)))
(define m (maker 1))
(show (let* ((a (m)) (b (m 5)) (c (m))) (list a b c)))
(define gaps (case-lambda ((a) 1) ((a b c) 3)))
(show (list (gaps 1) (gaps 1 2 3) (attempt (gaps)) (attempt (gaps 1 2)) (attempt (gaps 1 2 3 4))))
(show ((case-lambda ((a . rest) (list 'rest a rest)) (() 'empty))))
(show (let ((g (case-lambda ((x) (* x 2)) ((x y) (* x y))))) (+ (g 3) (g 3 4))))
(show (map (case-lambda ((a) 1) ((a b) 2)) '(x y) '(z w)))
;--- output
; (none (one 1) (two 1 2) (more 1 2 3 ()) (more 1 2 3 (4 5)))
; (none (one 1) (two 1 2) (more 1 2 3 ()))
; 10000
; (1 5 5)
; (1 3 error error error)
; empty
; 18
; (2 2)
