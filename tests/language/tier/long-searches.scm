;; Searches of very long and of circular lists.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules ()
    ((_ e) (call/cc (lambda (k)
             (with-exception-handler
               (lambda (x) (k (if (error-object? x) (error-object-message x) (list 'raised x))))
               (lambda () e)))))))

(define (numbers n) (let loop ((i n) (l '())) (if (= i 0) l (loop (- i 1) (cons i l)))))
(define long (numbers 200000))
(define pairs (map (lambda (n) (cons n (- n))) long))
(define (far n) (list (car (memq n long)) (car (memv n long)) (cdr (assq n pairs)) (cdr (assv n pairs)) (memq 0 long) (assv 0 pairs)))
(show (let loop ((i 0) (last #f)) (if (= i 65) last (loop (+ i 1) (far (- 200000 i))))))
(define circle (list 1 2 3))
(set-cdr! (cddr circle) circle)
(show (let loop ((i 0) (last #f)) (if (= i 65) last (loop (+ i 1) (list (car (memq 3 circle)) (attempt (memq 4 circle)))))))
;--- output
; (199936 199936 -199936 -199936 #f #f)
; (3 "memq: expected a list that ends")
