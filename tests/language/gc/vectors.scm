;; Vectors large and small, holding young objects through old ones.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define big (make-vector 20000 #f))
(do ((i 0 (+ i 1))) ((= i 20000)) (vector-set! big i (list i (number->string i))))
(do ((round 0 (+ round 1))) ((= round 5)) (do ((i 0 (+ i 7))) ((>= i 20000)) (vector-set! big i (list i (string-append (number->string i) "")))))
(show (let loop ((i 0)) (if (= i 20000) 'fine (let ((e (vector-ref big i))) (if (and (= (car e) i) (string=? (cadr e) (number->string i))) (loop (+ i 1)) (list 'wrong i e))))))
(show (let loop ((i 0) (l '())) (if (= i 200) (length l) (loop (+ i 1) (cons (make-vector 500 i) l)))))
(define ring (let ((l (list 1 2 3))) (set-cdr! (cddr l) l) l))
(show (let loop ((i 0) (l ring)) (if (= i 30000) (car l) (begin (set-car! l (+ i 0.5)) (loop (+ i 1) (cdr l))))))
;--- output
; fine
; 200
; 29997.5
