(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (one x) x)
(report (5 6) ((lambda (x) x) 1 2) (one) ("f" 1) ((lambda (a b . c) c) 1) (car 1 2) ((if #f #f) 1))
