;; A change of a literal vector
(import (scheme base) (scheme write))
(vector-set! '#(1 2 3) 0 9)
;--- error
; error[E0408]: vector-set!: a literal is immutable: #(1 2 3)
;   --> immutable-vector.scm:3:14
;    |
;  3 | (vector-set! '#(1 2 3) 0 9)
;    |              ^^^^^^^^^
;--- exit 70
