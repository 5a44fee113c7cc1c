;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop ((i 0) (l (list))) (if (= i 1000000) (length l) (loop (+ i 1) (cons (call/cc (lambda (k) k)) l)))))
;--- output
; 1000000
; still here
