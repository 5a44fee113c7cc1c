;; `guard` in loops, within captured continuations, left and entered again.
(import (scheme base) (scheme write))

(define (attempt n)
  (guard (e ((symbol? e) (list 'symbol e))
            ((string? e) (list 'string e)))
    (cond ((= 0 (modulo n 3)) (raise 'three))
          ((= 1 (modulo n 3)) (+ 1 (raise "one")))
          (else n))))

(define (repeat n) (if (= n 0) '() (cons (attempt n) (repeat (- n 1)))))
(display (repeat 6))
(newline)

;; Nothing matches: the condition is raised again where it was, and the outer handler's value comes back there.
(define (outer)
  (with-exception-handler
   (lambda (e) (* 10 e))
   (lambda ()
     (+ 1 (guard (e ((symbol? e) e)) (+ 1 (raise-continuable 4)))))))
(display (list (outer) (outer)))
(newline)

;; The body of a guard is entered again after it has returned, and raises then.
(define saved #f)
(define count 0)
(define (body)
  (let ((x (call/cc (lambda (k) (set! saved k) 0))))
    (if (> x 2) (raise x) x)))
(define log '())
(define (run)
  (let ((result (guard (e ((number? e) (list 'raised e))) (body))))
    (set! log (cons result log))
    (set! count (+ count 1))
    (if (< count 5) (saved count))))
(run)
(display (reverse log))
(newline)

;; Winders run on the way out before the clauses are looked at, and again on the way back in.
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define result
  (with-exception-handler
   (lambda (e) (note 'handler) 7)
   (lambda ()
     (guard (e ((begin (note 'clause) #f) 'never))
       (dynamic-wind
        (lambda () (note 'in))
        (lambda () (+ 1 (raise-continuable 'oops)))
        (lambda () (note 'out)))))))
(display (list result (reverse trace)))
(newline)

;; Guards around guards in a recursion that is unwound by a condition of the innermost.
(define (nest n)
  (guard (e ((and (pair? e) (= (car e) n)) (cdr e)))
    (if (= n 0) (raise (cons 40 'caught)) (nest (- n 1)))))
(display (nest 60))
(newline)

;; With `else`, and several values.
(define (values-of thunk) (call-with-values thunk list))
(display (values-of (lambda () (guard (e (else (values 1 2 3))) (raise 'x)))))
(display (values-of (lambda () (guard (e (else 0)) (values 4 5)))))
(display (let loop ((i 0)) (if (= i 1000) i (loop (+ i (guard (e (else e)) (raise 1)))))))
(newline)
;--- output
; ((symbol three) 5 (string one) (symbol three) 2 (string one))
; (42 42)
; (0 1 2 (raised 3) (raised 4))
; (8 (in out clause in handler out))
; caught
; (1 2 3)(4 5)1000
