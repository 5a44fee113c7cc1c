;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (pair? (read (open-input-string (string-append (make-string 1000000 #\() (make-string 1000000 #\))))))
        (read (open-input-string (make-string 1000000 #\()))
        (pair? (read (open-input-string (string-append (make-string 1000000 #\') "a")))))
;--- output
; #t
; (condition "read: the input ends inside a list (byte 1000000 of string)" ())
; #t
; still here
