(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (expt 2 (expt 2 40)) (expt 2 (expt 2 70)) (expt 1 (expt 2 70)) (expt -1 (+ 1 (expt 2 70))))
;--- output
; (condition "expt: the result is too large" (2 1099511627776))
; (condition "expt: the result is too large" (2 1180591620717411303424))
; 1
; -1
; still here
