;; A change of a literal string
(import (scheme base) (scheme write))
(define name "eyas")
(string-set! name 0 #\E)
;--- error
; error[E0408]: string-set!: a literal is immutable: "eyas"
;   --> immutable-string.scm:4:14
;    |
;  4 | (string-set! name 0 #\E)
;    |              ^^^^
;--- exit 70
