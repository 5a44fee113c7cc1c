;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let ((o (open-output-string))) (write (nested-list 1000000) o) (string-length (get-output-string o))))
;--- output
; 2000002
; still here
