;; A template with a variable of the wrong depth
(import (scheme base) (scheme write))
(define-syntax bad (syntax-rules () ((_ (a ...)) a)))
(bad (1 2))
;--- error
;--- exit 70
