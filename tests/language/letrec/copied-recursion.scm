;; A copy of a procedure with a recursive one in it: the copy's is recursive too.
(define (lift f g)
  (letrec ((self (lambda (x . more)
                   (if (pair? x)
                       (cons (self (car x)) (g (self (cdr x) f)))
                       (if (null? more) (f x) x)))))
    self))
(define first (car (list list)))
(define second (car (list vector)))
(write ((lift first second) '((1 2) 3)))
(newline)
;--- output
; (((1) . #(((2) . #(())))) . #(((3) . #(()))))
