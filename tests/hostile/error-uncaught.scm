(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(display "before")
(newline)
(define (f x) (+ 1 (car x)))
(f 5)
