;; Generators and coroutines made of continuations.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (make-generator producer)
  (define return #f)
  (define resume #f)
  (lambda ()
    (call/cc
      (lambda (r)
        (set! return r)
        (if resume
            (resume #f)
            (begin
              (producer (lambda (x) (call/cc (lambda (k) (set! resume k) (return x)))))
              (set! resume (lambda (x) (return 'done)))
              (return 'done)))))))
(define g (make-generator (lambda (yield) (for-each yield '(1 2 3)))))
(show (let* ((a (g)) (b (g)) (c (g)) (d (g)) (e (g))) (list a b c d e)))
(define (leaves t) (make-generator (lambda (yield) (let walk ((t t)) (cond ((null? t) #f) ((pair? t) (walk (car t)) (walk (cdr t))) (else (yield t)))))))
(define (same-fringe? a b) (let ((ga (leaves a)) (gb (leaves b))) (let loop () (let ((x (ga)) (y (gb))) (cond ((not (eqv? x y)) #f) ((eq? x 'done) #t) (else (loop)))))))
(show (same-fringe? '(1 (2 3) 4) '((1 2) (3 (4)))))
(show (same-fringe? '(1 (2 3) 4) '((1 2) (4 (3)))))
;; A round-robin scheduler
(define queue '())
(define (enqueue! t) (set! queue (append queue (list t))))
(define log '())
(define (spawn name n)
  (enqueue! (lambda () (let loop ((i 0)) (if (< i n) (begin (set! log (cons (list name i) log)) (pause) (loop (+ i 1))))) (run-next))))
(define (pause) (call/cc (lambda (k) (enqueue! (lambda () (k #f))) (run-next))))
(define finish #f)
(define (run-next) (if (null? queue) (finish 'finished) (let ((t (car queue))) (set! queue (cdr queue)) (t))))
(spawn 'a 3)
(spawn 'b 1)
(spawn 'c 2)
(show (call/cc (lambda (k) (set! finish k) (run-next))))
(show (reverse log))
;; amb with backtracking
(define fail-stack '())
(define (fail) (if (null? fail-stack) (error "no more choices") (let ((k (car fail-stack))) (set! fail-stack (cdr fail-stack)) (k k))))
(define (amb choices) (let ((cc (call/cc (lambda (k) k)))) (if (null? choices) (fail) (let ((c (car choices))) (set! choices (cdr choices)) (set! fail-stack (cons cc fail-stack)) c))))
(define (pythagoras) (let* ((a (amb '(1 2 3 4 5 6 7))) (b (amb '(1 2 3 4 5 6 7))) (c (amb '(1 2 3 4 5 6 7)))) (if (not (= (* c c) (+ (* a a) (* b b)))) (fail)) (if (not (< b a)) (fail)) (list a b c)))
(show (pythagoras))
;--- output
; (1 2 3 done done)
; #t
; #f
; finished
; ((a 0) (b 0) (c 0) (a 1) (c 1) (a 2))
; (4 3 5)
