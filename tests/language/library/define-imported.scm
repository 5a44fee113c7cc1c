;; An imported name cannot be defined in a program
(import (scheme base) (counter))
(define (next!) 5)
;--- error
;--- exit 70
