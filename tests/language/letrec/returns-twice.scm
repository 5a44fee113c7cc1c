;; The variables of letrec are assigned after all initializers, also when one of them returns a second time (R7RS 4.2.2).
(define (once)
  (let ((again #f))
    (letrec ((x (call/cc (lambda (k) (set! again k) 0)))
             (y (call/cc (lambda (k) (set! again k) 0))))
      (if again
          (let ((k again))
            (set! again #f)
            (set! x 1)
            (set! y 1)
            (k 0))
          (+ x y)))))
(write (once))
(newline)
(write
  (letrec ((x (call/cc (lambda (k) (list #t k)))))
    (if (car x)
        ((cadr x) (list #f (lambda () x)))
        (eq? x ((cadr x))))))
(newline)
;--- output
; 0
; #t
