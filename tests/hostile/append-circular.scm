;; options: --heap 128m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (append (circular) '(1)) (reverse (circular)) (list-copy (circular)))
;--- output
; (condition "append: expected a list that ends" (#0=(1 2 3 . #0#)))
; (condition "reverse: expected a list that ends" (#0=(1 2 3 . #0#)))
; (condition "list-copy: expected a list that ends" (#0=(1 2 3 . #0#)))
; still here
