(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (circular))
(display (circular))
(newline)
;--- output
; #0=(1 2 3 . #0#)
; still here
; #0=(1 2 3 . #0#)
