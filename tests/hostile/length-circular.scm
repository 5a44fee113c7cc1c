(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (length (circular)) (list? (circular)))
;--- output
; (condition "length: expected a list that ends" (#0=(1 2 3 . #0#)))
; #f
; still here
