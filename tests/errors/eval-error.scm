;; An error in evaluated code
(import (scheme base) (scheme eval))
(eval '(vector-ref (vector 1 2) 2) (environment '(scheme base)))
;--- error
; error[E0403]: vector-ref: index out of range (valid: 0 to 1): 2
;--- exit 70
