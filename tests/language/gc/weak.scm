;; Weak pairs: broken when only they hold the object, kept while another does.
;; modes: normal nursery
(import (scheme base) (scheme write) (only (eyas) weak-cons weak-pair? weak-car weak-cdr gc))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define held (list 'held))
(define (fresh) (list 'dropped))
(define a (weak-cons held 1))
(define b (weak-cons (fresh) 2))
(show (list (weak-pair? a) (weak-pair? (cons 1 2)) (eq? (weak-car a) held) (weak-cdr a)))
(define many (let loop ((i 0) (l '())) (if (= i 500) l (loop (+ i 1) (cons (weak-cons (if (even? i) held (list i)) i) l)))))
(gc)
(gc)
(show (eq? (weak-car a) held))
(show (let loop ((l many) (kept 0) (sum 0)) (if (null? l) (list kept sum) (loop (cdr l) (if (eq? (weak-car (car l)) held) (+ kept 1) kept) (+ sum (weak-cdr (car l)))))))
(show (weak-cdr b))
(define numbers (weak-cons 5 6))
(gc)
(show (list (weak-car numbers) (weak-cdr numbers)))
;--- output
; (#t #f #t 1)
; #t
; (250 124750)
; 2
; (5 6)
