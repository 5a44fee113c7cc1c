;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (string-length (symbol->string (string->symbol (make-string 10000000 #\a)))))
;--- output
; 10000000
; still here
