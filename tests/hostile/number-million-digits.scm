;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let ((n (string->number (make-string 1000000 #\7)))) (and (integer? n) (exact? n) (odd? n)))
        (string-length (number->string (expt 7 400000))))
;--- output
; #t
; 338040
; still here
