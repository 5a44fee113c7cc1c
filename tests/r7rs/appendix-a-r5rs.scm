;; Appendix A, (scheme r5rs): the names that R7RS renamed or left out, and the environments of R5RS.
(import (scheme r5rs) (check))

(check (exact->inexact 1/4) => 0.25)
(check (exact->inexact 0.5) => 0.5)
(check-error (exact->inexact 'a))
(check (inexact->exact 0.25) => 1/4)
(check (inexact->exact 7) => 7)
(check-error (inexact->exact (/ 0. 0.)))
(check-error (inexact->exact "1"))

;; All of R5RS.
(define report (scheme-report-environment 5))
(check (eval '(let loop ((i 0) (l '())) (if (= i 3) (reverse l) (loop (+ i 1) (cons i l)))) report) => (0 1 2))
(check (eval '(call-with-values (lambda () (values 1 2)) +) report) => 3)
(check (eval '(exact->inexact 1/2) report) => 0.5)
(check (eval '(let-syntax ((twice (syntax-rules () ((_ e) (list e e))))) (twice 1)) report) => (1 1))
(check (eval '(force (delay (* 6 7))) report) => 42)
(check-error (eval '(when #t 1) report))
(check-error (eval '(string-map char-upcase "a") report))

;; Its syntax only.
(define syntax (null-environment 5))
(check (eval '(let* ((x 1) (y (if x 'yes 'no))) (cond (#f 0) (else `(,y ,@'(a b))))) syntax) => (yes a b))
(check (eval '((lambda (x . rest) (case x ((1) rest) (else #f))) 1 2 3) syntax) => (2 3))
(check-error (eval '(car '(1)) syntax))
(check-error (eval 'list syntax))

;; Only version 5 is promised; 7 is this report's.
(check (eval '(vector-map - #(1)) (scheme-report-environment 7)) => #(-1))
(check-error (scheme-report-environment 4))
(check-error (null-environment 3))
(check-error (scheme-report-environment 'five))

;; The environments' bindings cannot be changed.
(check-error (eval '(set! car cdr) report))

(check (eval '(+ 1 1) (interaction-environment)) => 2)
(finish)
;--- output
; 24 checks
