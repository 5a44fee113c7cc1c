(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (string->number "1e1000000000") (string->number "#e1e1000000000") (string->number "#e1e-1000000000")
        (string-length (number->string (exact 1e308))) (exact (/ 1. 0.)))
;--- output
; +inf.0
; (condition "string->number: the exponent of an exact number is too large" ("#e1e1000000000"))
; (condition "string->number: the exponent of an exact number is too large" ("#e1e-1000000000"))
; 309
; (condition "exact: expected a finite number" (+inf.0))
; still here
