;; Parameterized ports, restored by every kind of exit.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (capture thunk)
  (let ((out (open-output-string)))
    (parameterize ((current-output-port out)) (thunk))
    (get-output-string out)))
(show (capture (lambda () (display "inside") (write "x"))))
(show (capture (lambda () (display 1) (display (capture (lambda () (display 2)))) (display 3))))
(define out (open-output-string))
(show (call/cc (lambda (k) (parameterize ((current-output-port out)) (display "before") (k 'escaped)))))
(show (get-output-string out))
(show (guard (e (#t (list 'clause e))) (parameterize ((current-output-port out)) (display "more") (raise 'oops))))
(show (get-output-string out))
;--- output
; "inside\"x\""
; "123"
; escaped
; "before"
; (clause oops)
; "beforemore"
