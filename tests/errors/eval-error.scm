;; An error in evaluated code
(import (scheme base) (scheme eval))
(eval '(vector-ref (vector 1 2) 2) (environment '(scheme base)))
;--- error
; error[E0403]: vector-ref: index (valid: 0 to 1) out of range: 2
;--- exit 70
