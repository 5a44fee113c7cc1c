;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop ((i 0) (x 'x)) (if (= i 1000) (pair? (ev (list 'quasiquote x))) (loop (+ i 1) (list 'quasiquote x)))))
;--- output
; #t
; still here
