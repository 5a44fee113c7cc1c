;; A change of a symbol's name
(import (scheme base) (scheme write))
(string-set! (symbol->string 'abc) 0 #\x)
;--- error
;--- exit 70
