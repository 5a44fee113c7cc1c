;; Procedures nested thirty deep, all capturing.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax nest
  (syntax-rules ()
    ((_ () e) e)
    ((_ (x . rest) e) (lambda (x) (nest rest (+ x e))))))
(define f (nest (a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd) 0))
(define (feed f n) (if (procedure? f) (feed (f n) (+ n 1)) f))
(show (feed f 1))
(define (tower n) (let loop ((i 0) (f (lambda () 0))) (if (= i n) f (loop (+ i 1) (lambda () (+ i (f)))))))
(show ((tower 1000)))
(define (curry n) (let loop ((i n) (acc '())) (if (= i 0) acc (lambda (x) (loop (- i 1) (cons x acc))))))
(show (((((curry 4) 1) 2) 3) 4))
(show ((lambda (f) ((f f) 10)) (lambda (f) (lambda (n) (if (= n 0) 1 (* n ((f f) (- n 1))))))))
;--- output
; 465
; 499500
; (4 3 2 1)
; 3628800
