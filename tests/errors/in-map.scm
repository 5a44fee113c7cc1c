;; An error in a procedure given to map
(import (scheme base) (scheme write))
(display (map (lambda (x) (* x 2)) '(1 2 three)))
;--- error
;--- exit 70
