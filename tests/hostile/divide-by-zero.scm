(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (quotient 5 0) (/ 1 0) (modulo 1 0) (remainder 1 0) (/ 1. 0))
;--- output
; (condition "quotient: division by zero" (5 0))
; (condition "/: division by zero" (1 0))
; (condition "modulo: division by zero" (1 0))
; (condition "remainder: division by zero" (1 0))
; (condition "/: division by zero" (1.0 0))
; still here
