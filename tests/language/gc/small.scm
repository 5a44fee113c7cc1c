;; Allocation of every kind of object, checked, small enough to collect at each of them.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (iota n) (let loop ((i (- n 1)) (l '())) (if (< i 0) l (loop (- i 1) (cons i l)))))
(define keep (map (lambda (i) (list i (* 1.5 i) (number->string i) (vector i i) (make-string 3 #\x) (lambda () i) (+ i 1152921504606846975) (string->symbol (string-append "s" (number->string i))) (bytevector i i))) (iota 20)))
(define (check i l) (and (= (car l) i) (= (list-ref l 1) (* 1.5 i)) (string=? (list-ref l 2) (number->string i)) (equal? (list-ref l 3) (vector i i)) (string=? (list-ref l 4) "xxx") (= ((list-ref l 5)) i) (= (- (list-ref l 6) i) 1152921504606846975) (eq? (list-ref l 7) (string->symbol (string-append "s" (number->string i)))) (equal? (list-ref l 8) (bytevector i i))))
(show (let loop ((l keep) (i 0)) (if (null? l) i (if (check i (car l)) (loop (cdr l) (+ i 1)) (list 'wrong i)))))
(show (apply + (map (lambda (l) ((list-ref l 5))) keep)))
(define v (make-vector 10 '()))
(do ((i 0 (+ i 1))) ((= i 50)) (vector-set! v (modulo i 10) (cons i (vector-ref v (modulo i 10)))))
(show (vector-ref v 3))
(show (let ((s (make-string 2 #\a))) (do ((i 0 (+ i 1))) ((= i 8) (string-length s)) (set! s (string-append s s)))))
(show (call-with-values (lambda () (apply values (iota 30))) (lambda l (apply + l))))
;--- output
; 20
; 190
; (43 33 23 13 3)
; 512
; 435
