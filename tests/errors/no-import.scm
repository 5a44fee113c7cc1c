;; A program that begins with something else than an import of what it needs
(import (only (scheme base) define))
(define x (+ 1 2))
;--- error
;--- exit 70
