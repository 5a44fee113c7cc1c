(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (ev (let ((x (list 'begin 1))) (set-cdr! (cdr x) x) x)))
;--- output
; (condition "circular code" ())
; still here
