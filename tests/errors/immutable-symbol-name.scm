;; A change of a symbol's name
(import (scheme base) (scheme write))
(string-set! (symbol->string 'abc) 0 #\x)
;--- error
; error[E0408]: string-set!: a literal is immutable: "abc"
;   --> immutable-symbol-name.scm:3:14
;    |
;  3 | (string-set! (symbol->string 'abc) 0 #\x)
;    |              ^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
