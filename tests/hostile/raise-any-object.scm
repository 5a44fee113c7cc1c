(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (raise (list 1 2)) (raise 'x) (raise #f))
;--- output
; (raised (1 2))
; (raised x)
; (raised #f)
; still here
