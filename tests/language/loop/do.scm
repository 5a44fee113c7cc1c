;; do: steps, no steps, bodies, results, closures over its variables, nesting.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(show (do ((i 0 (+ i 1)) (l '() (cons i l))) ((= i 4) l)))
(show (do ((v (make-vector 3)) (i 0 (+ i 1))) ((= i 3) v) (vector-set! v i (* i 10))))
(show (do ((a 0 b) (b 1 (+ a b)) (n 0 (+ n 1))) ((= n 10) a)))
(show (let ((n 0)) (do ((i 0 (+ i 1))) ((= i 3)) (do ((j 0 (+ j 1))) ((= j 4)) (set! n (+ n 1)))) n))
(show (do () (#t 'at-once)))
(show (do ((i 10 (- i 3))) ((< i 0) 'a 'b i)))
(show (map (lambda (f) (f)) (do ((i 0 (+ i 1)) (l '() (cons (lambda () i) l))) ((= i 3) l))))
(show (let ((fs '())) (do ((i 0 (+ i 1))) ((= i 3)) (set! fs (cons (lambda () (set! i (* i 10)) i) fs))) (map (lambda (f) (f)) fs)))
(show (call/cc (lambda (break) (do ((i 0 (+ i 1))) (#f) (if (= i 7) (break i))))))
(show (do ((i 0 (+ i 1)) (s 0.0 (+ s 0.25))) ((= i 8) s)))
(show (do ((l '(1 2 3) (cdr l)) (sum 0 (+ sum (car l)))) ((null? l) sum)))
;--- output
; (3 2 1 0)
; #(0 10 20)
; 55
; 12
; at-once
; -2
; (2 1 0)
; (20 10 0)
; 7
; 2.0
; 6
