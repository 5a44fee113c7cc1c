;; An error in evaluated code
(import (scheme base) (scheme eval))
(eval '(vector-ref (vector 1 2) 2) (environment '(scheme base)))
;--- error
;--- exit 70
