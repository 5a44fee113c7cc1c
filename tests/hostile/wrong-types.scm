(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (car 1) (cdr '()) (vector-ref 1 0) (string-length 'a) (+ 1 "2") (< 1 'a) (char-upcase "a") (symbol->string "a")
        (length 5) (reverse '(1 . 2)) (list->string '(1)) (string-append "a" 1) (apply car '(1 2)) (exact +nan.0) (abs 'x)
        (vector-map car 5) (for-each car 5) (map car 5) (string->symbol 1) (char->integer 65) (make-vector 'a))
