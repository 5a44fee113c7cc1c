;; List procedures written out, over long lists and dotted ends.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (iota n) (let loop ((i (- n 1)) (l '())) (if (< i 0) l (loop (- i 1) (cons i l)))))
(define big (iota 10000))
(show (length big))
(show (apply + big))
(show (car (reverse big)))
(show (list-ref big 5000))
(show (car (list-tail big 9999)))
(show (length (append big big '(1 2))))
(show (length (map + big big)))
(show (car (memv 9000 big)))
(show (assv 9000 (map (lambda (x) (cons x (* x x))) big)))
(show (let ((n 0)) (for-each (lambda (x) (set! n (+ n x))) big) n))
(show (equal? big (list-copy big)))
(show (append '(1) 2))
(show (map (lambda (x y z) (+ x y z)) '(1 2) '(10 20 30) '(100 200)))
(show (list-tail '(1 2 . 3) 2))
(show (vector->list (list->vector big) 9998))
;--- output
; 10000
; 49995000
; 9999
; 5000
; 9999
; 20002
; 10000
; 9000
; (9000 . 81000000)
; 49995000
; #t
; (1 . 2)
; (111 222)
; 3
; (9998 9999)
