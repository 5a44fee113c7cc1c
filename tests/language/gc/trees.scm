;; Many binary trees, built, summed and dropped.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (make d) (if (= d 0) '() (cons (make (- d 1)) (make (- d 1)))))
(define (nodes t) (if (null? t) 0 (+ 1 (nodes (car t)) (nodes (cdr t)))))
(define long-lived (make 12))
(show (let loop ((i 0) (n 0)) (if (= i 60) n (loop (+ i 1) (+ n (nodes (make 8)))))))
(show (nodes long-lived))
(show (nodes (make 14)))
;--- output
; 15300
; 4095
; 16383
