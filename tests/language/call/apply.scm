;; apply with 0 to 300 arguments, to procedures of every shape.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (ones n) (if (= n 0) '() (cons 1 (ones (- n 1)))))
(define (numbers n) (let loop ((i n) (l '())) (if (= i 0) l (loop (- i 1) (cons i l)))))
(define (cons* a b l) (cons a (cons b l)))
(show (let loop ((n 0)) (if (> n 300) 'fine (if (= (apply + (ones n)) n) (loop (+ n 1)) (list 'wrong n)))))
(show (let loop ((n 0)) (if (> n 300) 'fine (if (equal? (apply list (numbers n)) (numbers n)) (loop (+ n 1)) (list 'wrong n)))))
(show (let loop ((n 0)) (if (> n 300) 'fine (if (equal? (apply (lambda l l) (numbers n)) (numbers n)) (loop (+ n 1)) (list 'wrong n)))))
(show (let loop ((n 2)) (if (> n 300) 'fine (if (equal? (apply (lambda (a b . l) (cons* a b l)) (numbers n)) (numbers n)) (loop (+ n 1)) (list 'wrong n)))))
(show (apply max (numbers 300)))
(show (vector-length (apply vector (numbers 300))))
(show (string-length (apply string-append (map number->string (numbers 300)))))
(show (apply apply (list + 1 2 (list 3 4))))
(show (apply (lambda (a b c) (list a b c)) 1 2 '(3)))
(show (apply call-with-values (list (lambda () (values 1 2)) list)))
(show (attempt (apply (lambda (a) a) (numbers 300))))
(show (attempt (apply + (cons 1 2))))
(show (attempt (apply + 5)))
(show (attempt (apply 'f '())))
(show (apply apply (list apply (list + (list 1 2)))))
;--- output
; fine
; fine
; fine
; fine
; 300
; 300
; 792
; 10
; (1 2 3)
; (1 2)
; error
; error
; error
; error
; 3
