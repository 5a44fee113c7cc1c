;; A change of a literal string
(import (scheme base) (scheme write))
(define name "eyas")
(string-set! name 0 #\E)
;--- error
;--- exit 70
