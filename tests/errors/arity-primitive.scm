;; Too many arguments for a primitive
(import (scheme base) (scheme write))
(display (cons 1 2 3))
;--- error
;--- exit 70
