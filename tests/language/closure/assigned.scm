;; Assigned variables are one location for all closures that see them.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c1 (counter))
(define c2 (counter))
(show (let* ((a (c1)) (b (c1)) (c (c2)) (d (c1))) (list a b c d)))
(define (account balance)
  (lambda (message . args)
    (case message
      ((deposit) (set! balance (+ balance (car args))) balance)
      ((withdraw) (if (< balance (car args)) 'insufficient (begin (set! balance (- balance (car args))) balance)))
      ((balance) balance))))
(define a (account 100))
(show (let* ((x (a 'deposit 50)) (y (a 'withdraw 30)) (z (a 'withdraw 500))) (list x y z (a 'balance))))
(show (let ((x 1)) (let ((get (lambda () x)) (put (lambda (v) (set! x v)))) (put 5) (list (get) x))))
(show (let ((x 1)) (define (f) (set! x (+ x 1)) x) (let* ((a (f)) (b (f))) (list a b x))))
(define (parameter x) (set! x (* x 2)) (lambda () (set! x (+ x 1)) x))
(show (let ((p (parameter 10))) (let* ((a (p)) (b (p))) (list a b))))
(define (rest . l) (set! l (cons 0 l)) (lambda () (set! l (cdr l)) l))
(show (let ((r (rest 1 2))) (let* ((a (r)) (b (r))) (list a b))))
;; A loop variable that the body assigns: each iteration has its own.
(define fs
  (do ((i 0 (+ i 1)) (l '() (cons (lambda () (set! i (+ i 100)) i) l))) ((= i 3) (reverse l))))
(show (map (lambda (f) (f)) fs))
(show (map (lambda (f) (f)) fs))
;; Assigned, captured and never read, or assigned before and after capture.
(show (let ((x 1)) (let ((f (lambda () (set! x 2)))) (f) 'done)))
(show (let ((x 1)) (set! x 2) (let ((f (lambda () x))) (set! x 3) (f))))
(define global 1)
(define (change-global!) (set! global (+ global 1)))
(change-global!)
(change-global!)
(show global)
(show (letrec ((f (lambda (n) (set! f (lambda (n) 'replaced)) (if (= n 0) 'zero (f (- n 1)))))) (f 5)))
(show (let loop ((i 0) (sum 0)) (set! sum (+ sum i)) (if (= i 4) sum (loop (+ i 1) sum))))
;--- output
; (1 2 1 3)
; (150 120 insufficient 120)
; (5 5)
; (2 3 3)
; (21 22)
; ((1 2) (2))
; (100 101 102)
; (200 201 202)
; done
; 3
; 3
; replaced
; 10
