(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define v (vector 1 2 3))
(report (vector-ref v 3) (vector-ref v -1) (vector-ref v 1.) (vector-ref v (expt 2 62)) (string-ref "abc" (expt 2 64))
        (vector-set! v 3 0) (bytevector-u8-ref (bytevector 1) 1) (bytevector-u8-set! (bytevector 1) 0 256)
        (string-ref "abc" -1) (list-ref '(1 2) 2) (list-tail '(1 2) 3) (substring "abc" 2 1) (vector-copy v 1 7))
