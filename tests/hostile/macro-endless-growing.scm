;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define-syntax m1 (syntax-rules () ((_ x ...) (m2 x ... 1))))
(define-syntax m2 (syntax-rules () ((_ x ...) (m1 x ... 2))))
(display "before")
(newline)
(display (m1 0))
;--- error
; error[E0203]: the expansion of this form is too large
;   --> macro-endless-growing.scm:4:47
;    |
;  4 | (define-syntax m1 (syntax-rules () ((_ x ...) (m2 x ... 1))))
;    |                                               ^^^^^^^^^^^^
;    = note: in expansion of `m2` at macro-endless-growing.scm:4:47
;    = note: in expansion of `m1` at macro-endless-growing.scm:5:47
;    = note: in expansion of `m2` at macro-endless-growing.scm:4:47
;    = note: in expansion of `m1` at macro-endless-growing.scm:5:47
;--- exit 70
