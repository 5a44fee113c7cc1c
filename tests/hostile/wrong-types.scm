(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (car 1) (cdr '()) (vector-ref 1 0) (string-length 'a) (+ 1 "2") (< 1 'a) (char-upcase "a") (symbol->string "a")
        (length 5) (reverse '(1 . 2)) (list->string '(1)) (string-append "a" 1) (apply car '(1 2)) (exact +nan.0) (abs 'x)
        (vector-map car 5) (for-each car 5) (map car 5) (string->symbol 1) (char->integer 65) (make-vector 'a))
;--- output
; (condition "car: expected a pair" (1))
; (condition "cdr: expected a pair" (()))
; (condition "vector-ref: expected a vector" (1))
; (condition "string-length: expected a string" (a))
; (condition "+: expected a number" ("2"))
; (condition "<: expected a real number" (a))
; (condition "undefined variable: char-upcase" (char-upcase))
; (condition "symbol->string: expected a symbol" ("a"))
; (condition "length: expected a list" (5))
; (condition "reverse: expected a list" ((1 . 2)))
; (condition "list->string: expected a list of characters" (1))
; (condition "string-append: expected a string" (1))
; (condition "car: expected 1 argument, got 2" ())
; (condition "exact: expected a finite number" (+nan.0))
; (condition "abs: expected a number" (x))
; (condition "vector-length: expected a vector" (5))
; (condition "for-each: expected a list" (5))
; (condition "map: expected a list" (5))
; (condition "string->symbol: expected a string" (1))
; (condition "char->integer: expected a character" (65))
; (condition "make-vector: expected an index" (a))
; still here
;--- error
; warning[W0102]: unbound variable `char-upcase`
;   --> wrong-types.scm:3:83
;    |
;  3 | (report (car 1) (cdr '()) (vector-ref 1 0) (string-length 'a) (+ 1 "2") (< 1 'a) (char-upcase "a") (symbol->string "a")
;    |                                                                                   ^^^^^^^^^^^
;    = note: in expansion of `report` at wrong-types.scm:3:1
