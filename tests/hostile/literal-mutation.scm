(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let ((f (lambda () "abc"))) (string-set! (f) 0 #\x)) (let ((f (lambda () '#(1 2)))) (vector-set! (f) 0 1))
        (bytevector-u8-set! '#u8(1 2) 0 1) (string-set! (symbol->string 'foobar) 0 #\x) (eq? 'foobar (string->symbol "foobar")))
