;; Two mistakes in one program are both reported
(import (scheme base) (scheme write))
(define (f x) (if))
(define (g x) (let ((x)) x))
(f 1)
;--- error
; error[E0101]: malformed `if`: expected (if test consequent [alternative])
;   --> two-errors.scm:3:15
;    |
;  3 | (define (f x) (if))
;    |               ^^^^
; error[E0101]: malformed `let`: expected (name expr)
;   --> two-errors.scm:4:21
;    |
;  4 | (define (g x) (let ((x)) x))
;    |                     ^^^
;--- exit 70
