(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (integer->char #xD800) (integer->char #x110000) (integer->char -1) (integer->char #x10FFFF))
;--- output
; (condition "integer->char: expected a Unicode scalar value" (55296))
; (condition "integer->char: expected a Unicode scalar value" (1114112))
; (condition "integer->char: expected a Unicode scalar value" (-1))
; #\􏿿
; still here
