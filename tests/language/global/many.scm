;; Hundreds of top-level variables, made by a macro, each its own.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax define-all
  (syntax-rules ()
    ((_) (begin))
    ((_ (name value) rest ...) (begin (define name value) (define-all rest ...)))))
(define-all (a0 0) (a1 1) (a2 2) (a3 3) (a4 4) (a5 5) (a6 6) (a7 7) (a8 8) (a9 9)
            (b0 10) (b1 11) (b2 12) (b3 13) (b4 14) (b5 15) (b6 16) (b7 17) (b8 18) (b9 19))
(show (list a0 a5 a9 b0 b9))
(set! a0 'changed)
(show (list a0 a1))
(define-syntax define-private
  (syntax-rules () ((_ get put! v) (begin (define location v) (define (get) location) (define (put! x) (set! location x))))))
(define-private get-p put-p! 1)
(define-private get-q put-q! 2)
(put-p! 'p)
(show (list (get-p) (get-q)))
(put-q! 'q)
(show (list (get-p) (get-q)))
;--- output
; (0 5 9 10 19)
; (changed 1)
; (p 2)
; (p q)
