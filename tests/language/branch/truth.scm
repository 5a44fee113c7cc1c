;; Only #f is false, in every test position.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (id x) x)
(define things (list #t '() 0 0.0 "" #\a 'a (vector) car (if #f #f)))
(show (map (lambda (x) (if x 1 0)) things))
(show (map not things))
(show (if (id #f) 1 0))
(show (if (not (id #f)) 1 0))
(show (if (not (not (id 5))) 1 0))
(show (cond ((id #f) 1) ((id 'x)) (else 3)))
(show (and (id 1) (id #f) (car 5)))
(show (or (id #f) (id 2) (car 5)))
(show (if (and (id 1) (or (id #f) (id 2))) 'yes 'no))
(show (if (or (and (id 1) (id #f)) (and (id #f) (id 1))) 'yes 'no))
(show (if (if (id #t) (id #f) (id #t)) 'yes 'no))
(show (if (let ((x (id 5))) (and (> x 3) (< x 9))) 'yes 'no))
(show (if (begin (id #f) (id #t)) 'yes 'no))
(show (let ((x (and (id 1) 2))) x))
(show (let ((x (if (id #f) 1 (if (id #f) 2 3)))) x))
(show (let ((n 0)) (if (begin (set! n (+ n 1)) #f) (set! n 10)) n))
(show (when (id #t) 1 2))
(show (unless (id #f) 1 2))
;--- output
; (1 1 1 1 1 1 1 1 1 1)
; (#f #f #f #f #f #f #f #f #f #f)
; 0
; 1
; 1
; x
; #f
; 2
; yes
; no
; no
; yes
; yes
; 2
; 3
; 1
; 2
; 2
