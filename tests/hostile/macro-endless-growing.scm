;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define-syntax m1 (syntax-rules () ((_ x ...) (m2 x ... 1))))
(define-syntax m2 (syntax-rules () ((_ x ...) (m1 x ... 2))))
(display "before")
(newline)
(display (m1 0))
;--- error
; error[E0203]: the expansion of macro `m2` does not end
;   --> macro-endless-growing.scm:8:10
;    |
;  8 | (display (m1 0))
;    |          ^^^^^^
;--- exit 70
