;; Symbolic differentiation of sums, products, quotients and powers, without simplifying.
;; group: list

(define (derive e)
  (cond ((not (pair? e)) (if (eq? e 'x) 1 0))
        ((eq? (car e) '+) (cons '+ (map derive (cdr e))))
        ((eq? (car e) '-) (cons '- (map derive (cdr e))))
        ((eq? (car e) '*)
         (list '*
               e
               (cons '+ (map (lambda (factor) (list '/ (derive factor) factor)) (cdr e)))))
        ((eq? (car e) '/)
         (let ((top (cadr e)) (bottom (caddr e)))
           (list '-
                 (list '/ (derive top) bottom)
                 (list '/ top (list '* bottom bottom (derive bottom))))))
        ((eq? (car e) 'expt)
         (let ((base (cadr e)) (power (caddr e)))
           (list '* power (list 'expt base (- power 1)) (derive base))))
        (else (list 'unknown e))))

(define (size e)
  (if (pair? e) (+ (size (car e)) (size (cdr e))) 1))

(define expression '(+ (* 3 x x) (* a x x) (/ (* b x) (+ x 1)) (expt x 3) 5))

(define (repeat count)
  (let loop ((i 0) (last '()))
    (if (= i count)
        (size last)
        (loop (+ i 1) (derive expression)))))

(check 'deriv (repeat 6000000) 97)
