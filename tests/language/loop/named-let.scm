;; Named let: nested, mutually dependent, returning procedures, shadowed names.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(show (let loop ((i 0) (acc '())) (if (= i 5) acc (loop (+ i 1) (cons i acc)))))
(show (let outer ((i 0) (l '())) (if (= i 3) (reverse l) (let inner ((j 0) (l l)) (if (= j 3) (outer (+ i 1) l) (inner (+ j 1) (cons (* i j) l)))))))
(show (let loop ((n 10)) (if (< n 2) n (+ (loop (- n 1)) (loop (- n 2))))))
(show (let loop ((i 0)) (cond ((= i 10) 'ten) ((= i 5) (loop 10)) (else (loop (+ i 1))))))
(show (let loop ((x 1) (y 2)) (if (> x 100) (list x y) (loop y (+ x y)))))
(show (let loop ((f (lambda (x) x)) (n 0)) (if (= n 3) (f 1) (loop (lambda (x) (* 2 (f x))) (+ n 1)))))
(show (let loop ((loop 5)) loop))
(show (let loop ((i 0)) (if (< i 3) (let ((r (loop (+ i 1)))) (cons i r)) '())))
(show (let loop ((l '(1 2 3)) (k (lambda (x) x))) (if (null? l) (k '()) (loop (cdr l) (lambda (r) (k (cons (* 10 (car l)) r)))))))
(show (let loop ((i 0)) (define j (+ i 1)) (if (> j 3) j (loop j))))
(show (let ((v (make-vector 5 0))) (let loop ((i 0)) (when (< i 5) (vector-set! v i (* i i)) (loop (+ i 1)))) v))
(define (primes n) (let ((s (make-vector (+ n 1) #t))) (let loop ((i 2) (l '())) (cond ((> i n) (reverse l)) ((vector-ref s i) (let mark ((j (* i i))) (when (<= j n) (vector-set! s j #f) (mark (+ j i)))) (loop (+ i 1) (cons i l))) (else (loop (+ i 1) l))))))
(show (primes 50))
;; Loops that meet a float, a bignum or another type half way
(show (let loop ((i 0) (x 1)) (if (= i 70) x (loop (+ i 1) (* x 2)))))
(show (let loop ((i 0) (x 0)) (if (= i 10) x (loop (+ i 1) (if (= i 5) (+ x 0.5) (+ x 1))))))
(show (attempt (let loop ((i 0) (x 0)) (if (= i 10) x (loop (+ i 1) (if (= i 5) 'a (+ x 1)))))))
(show (let loop ((l '(1 2 . end))) (if (pair? l) (loop (cdr l)) l)))
;--- output
; (4 3 2 1 0)
; (0 0 0 0 1 2 0 2 4)
; 55
; ten
; (144 233)
; 8
; 5
; (0 1 2)
; (10 20 30)
; 4
; #(0 1 4 9 16)
; (2 3 5 7 11 13 17 19 23 29 31 37 41 43 47)
; 1180591620717411303424
; 9.5
; error
; end
