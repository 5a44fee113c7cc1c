;; options: --heap 64m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop ((i 0)) (if (= i 10000) i (begin (ev (list 'lambda (list 'x) (list '+ 'x i))) (loop (+ i 1))))))
;--- output
; 10000
; still here
