;; Strings and symbols by the thousand.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (name i) (string-append "name-" (number->string i)))
(define symbols (let loop ((i 0) (l '())) (if (= i 3000) l (loop (+ i 1) (cons (string->symbol (name i)) l)))))
(show (let loop ((l symbols) (i 2999)) (if (null? l) 'fine (if (and (eq? (car l) (string->symbol (name i))) (string=? (symbol->string (car l)) (name i))) (loop (cdr l) (- i 1)) (list 'wrong i)))))
(show (let loop ((i 0) (s "")) (if (= i 300) (string-length s) (loop (+ i 1) (string-append s "λ!")))))
(show (let loop ((i 0) (n 0)) (if (= i 2000) n (begin (string->symbol (string-append "dropped" (number->string i))) (loop (+ i 1) (+ n 1))))))
(show (let ((p (open-output-string))) (do ((i 0 (+ i 1))) ((= i 2000)) (write i p)) (string-length (get-output-string p))))
(show (let loop ((i 0) (l '())) (if (= i 100) (apply + (map string-length l)) (loop (+ i 1) (cons (make-string (* i 10) #\λ) l)))))
;--- output
; fine
; 600
; 2000
; 6890
; 49500
