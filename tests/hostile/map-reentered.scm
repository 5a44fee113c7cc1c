(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let ((k #f) (n 0) (first #f))
  (let ((v (map (lambda (x) (call/cc (lambda (c) (if (= x 2) (set! k c)) x))) (list 1 2 3))))
    (if (not first) (set! first v))
    (set! n (+ n 1))
    (if (= n 1) (k 20) (list first v)))))
;--- output
; ((1 2 3) (1 20 3))
; still here
