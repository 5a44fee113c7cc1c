(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (read (open-input-string "#0=#0#")) (read (open-input-string "(1 #5#)")) (read (open-input-string "#0=(a b . #0#)")))
;--- output
; (condition "read: #0= names nothing but itself (byte 3 of string)" ())
; (condition "read: #5# has no #5= before it (byte 3 of string)" ())
; #0=(a b . #0#)
; still here
