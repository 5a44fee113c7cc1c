;; options: --heap 64m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop ((i 0)) (if (= i 2000000) i (begin (string->symbol (string-append "sym-abcdefgh-" (number->string i))) (loop (+ i 1))))))
;--- output
; 2000000
; still here
