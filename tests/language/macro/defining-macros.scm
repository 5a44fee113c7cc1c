;; Macros that define macros, that define macros.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax define-constant-macro (syntax-rules () ((_ name v) (define-syntax name (syntax-rules () ((_) v))))))
(define-constant-macro five 5)
(show (five))
(define-syntax level1
  (syntax-rules () ((_ a) (define-syntax a (syntax-rules () ((_ b) (define-syntax b (syntax-rules () ((_ c) (list 'a 'b 'c))))))))))
(level1 x)
(x y)
(show (y z))
(define-syntax with-helper
  (syntax-rules ()
    ((_ name body)
     (begin
       (define-syntax helper (syntax-rules () ((_ v) (* v 2))))
       (define (name) (helper body))))))
(with-helper f 10)
(with-helper g 20)
(show (list (f) (g)))
(define-syntax my-define-record (syntax-rules () ((_ name make pred (field get) ...) (define-record-type name (make field ...) pred (field get) ...))))
(my-define-record point make-point point? (x px) (y py))
(show (let ((p (make-point 1 2))) (list (px p) (py p) (point? p))))
(define-syntax define-accumulator (syntax-rules () ((_ add! total) (begin (define sum 0) (define (add! x) (set! sum (+ sum x))) (define (total) sum)))))
(define-accumulator add-a! total-a)
(define-accumulator add-b! total-b)
(add-a! 5)
(add-b! 7)
(add-a! 1)
(show (list (total-a) (total-b)))
(define-syntax define-many (syntax-rules () ((_ v n ...) (begin (define n v) ...))))
(define-many 'same p q r)
(show (list p q r))
(show (let () (define-many 1 a b) (define-accumulator add! total) (add! a) (add! b) (total)))
(define-syntax while (syntax-rules () ((_ c b ...) (let lp () (when c b ... (lp))))))
(show (let ((i 0)) (while (< i 3) (while (< i 2) (set! i (+ i 1))) (set! i (+ i 10))) i))
(define-syntax values-of (syntax-rules () ((_ (n ...) e) (define-values (n ...) e))))
(values-of (v1 v2) (values 1 2))
(show (+ v1 v2))
;; An unhygienic-looking trick that hygiene defeats: the loop's exit is not visible to the body.
(define-syntax loop-forever (syntax-rules () ((_ b ...) (call/cc (lambda (break) (let lp () b ... (lp)))))))
(define (break x) 'global-break)
(show (call/cc (lambda (out) (loop-forever (out (break 1))))))
;--- output
; 5
; (x y z)
; (20 40)
; (1 2 #t)
; (6 7)
; (same same same)
; 2
; 12
; 3
; global-break
