;; SRFI 111: boxes.
(import (scheme base) (srfi 111) (srfi srfi-111) (srfi :111) (srfi :111 boxes) (check))

(check (unbox (box 1)) => 1)
(check (box? (box 1)) => #t)
(check (map box? (list 1 '() '(1) (vector 1) "b" #f car (list (box 1)))) => (#f #f #f #f #f #f #f #f))
(check (let ((b (box 1))) (set-box! b 2) (unbox b)) => 2)
(check (let ((b (box 1))) (set-box! b b) (eq? b (unbox b))) => #t)
(check (unbox (unbox (box (box 'inner)))) => inner)
;; Boxes are compared by identity, and are of a type of their own.
(check (list (eqv? (box 1) (box 1)) (let ((b (box 1))) (eqv? b b))) => (#f #t))
(check (let ((b (box 1))) (list (pair? b) (vector? b) (procedure? b) (string? b) (null? b))) => (#f #f #f #f #f))
;; Each box holds on to its content while collections go on.
(check (let ((boxes (map box '(1 2 3))))
         (let loop ((n 1000))
           (if (> n 0)
               (begin (for-each (lambda (b) (set-box! b (list (unbox b)))) boxes)
                      (for-each (lambda (b) (set-box! b (car (unbox b)))) boxes)
                      (loop (- n 1)))))
         (map unbox boxes))
       => (1 2 3))
(check-error (unbox 1))
(check-error (set-box! '(1) 2))
(check-error (box))
(check-error (box 1 2))
(check-error (unbox (list 1)))
(finish)
;--- output
; 14 checks
