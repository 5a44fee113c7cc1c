;; set! of an expression
(import (scheme base) (scheme write))
(set! (car '(1)) 2)
;--- error
;--- exit 70
