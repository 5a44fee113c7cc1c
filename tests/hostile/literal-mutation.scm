(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let ((f (lambda () "abc"))) (string-set! (f) 0 #\x)) (let ((f (lambda () '#(1 2)))) (vector-set! (f) 0 1))
        (bytevector-u8-set! '#u8(1 2) 0 1) (string-set! (symbol->string 'foobar) 0 #\x) (eq? 'foobar (string->symbol "foobar")))
;--- output
; (condition "string-set!: a literal is immutable" ("abc"))
; (condition "vector-set!: a literal is immutable" (#(1 2)))
; (condition "bytevector-u8-set!: a literal is immutable" (#u8(1 2)))
; (condition "string-set!: a literal is immutable" ("foobar"))
; #t
; still here
