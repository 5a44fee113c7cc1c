;; Quasiquotation: levels, splicing at ends, vectors, dotted tails, sharing of constants.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define x 5)
(define l '(1 2 3))
(show `(a ,x b))
(show `(a ,@l b))
(show `(,@l))
(show `(,@l . ,x))
(show `(a . ,x))
(show `(,@l ,@l))
(show `((,@l) ,@'() (,x)))
(show `#(a ,x ,@l))
(show `(1 #(2 ,x (3 ,@l))))
(show (equal? `(a `(b ,(c ,x))) (list 'a (list 'quasiquote (list 'b (list 'unquote (list 'c x)))))))
(show (equal? `(a `(b ,(c ,@l))) (list 'a (list 'quasiquote (list 'b (list 'unquote (list 'c 1 2 3)))))))
(show (equal? `(1 `,(+ 1 ,x)) (list 1 (list 'quasiquote (list 'unquote (list '+ 1 x))))))
(show `,x)
(show `(,(let ((x 1)) `(x ,x)) ,x))
(show (let ((f (lambda () `(constant (tail 1 2))))) (eq? (cdr (f)) (cdr (f)))))
(show `((a . ,x) ,(car l) . ,(cdr l)))
(show `(1 . (2 . (,x))))
(show (map (lambda (k) `(,k . ,(* k k))) l))
;--- output
; (a 5 b)
; (a 1 2 3 b)
; (1 2 3)
; (1 2 3 . 5)
; (a . 5)
; (1 2 3 1 2 3)
; ((1 2 3) (5))
; #(a 5 1 2 3)
; (1 #(2 5 (3 1 2 3)))
; #t
; #t
; #t
; 5
; ((x 1) 5)
; #t
; ((a . 5) 1 2 3)
; (1 2 5)
; ((1 . 1) (2 . 4) (3 . 9))
