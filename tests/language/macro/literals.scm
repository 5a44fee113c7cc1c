;; Literals match by binding: the same binding matches, a shadowed one does not.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax test (syntax-rules (else => foo) ((_ else) 'else) ((_ =>) 'arrow) ((_ foo) 'foo) ((_ x) 'other)))
(show (list (test else) (test =>) (test foo) (test bar) (test 5)))
(show (let ((else 1)) (test else)))
(show (let ((foo 1)) (test foo)))
(show (let ((bar 1)) (test foo)))
(show (let ((=> 5)) (cond (#t => 'value))))
(show (let ((unquote 1)) (define-syntax f (syntax-rules () ((_ e) `(e)))) (f 5)))
(define-syntax outer (syntax-rules () ((_ x) (inner else x))))
(define-syntax inner (syntax-rules (else) ((_ else x) (list 'inner-else x)) ((_ y x) (list 'inner-other x))))
(show (outer 1))
(show (let ((else 0)) (outer 1)))
(define-syntax make-matcher
  (syntax-rules () ((_ name lit) (define-syntax name (syntax-rules (lit) ((_ lit) 'literal) ((_ x) 'no))))))
(make-matcher m star)
(show (list (m star) (m 5) (let ((star 1)) (m star))))
(define-syntax for
  (syntax-rules (in from to)
    ((_ x in l body ...) (map (lambda (x) body ...) l))
    ((_ x from a to b body ...) (let loop ((x a)) (if (> x b) '() (cons (let () body ...) (loop (+ x 1))))))))
(show (for x in '(1 2 3) (* x x)))
(show (for x from 1 to 4 (* x 10)))
;--- output
; (else arrow foo other other)
; other
; other
; foo
; value
; (5)
; (inner-else 1)
; (inner-else 1)
; (literal no no)
; (1 4 9)
; (10 20 30 40)
