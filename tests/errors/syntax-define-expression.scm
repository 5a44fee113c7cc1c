;; define in an expression
(import (scheme base) (scheme write))
(display (+ 1 (define x 5)))
;--- error
;--- exit 70
