;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (equal? (nested-list 1000000) (nested-list 1000000)))
;--- output
; #t
; still here
