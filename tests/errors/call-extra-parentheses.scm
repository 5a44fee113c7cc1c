;; Parentheses too many around a call
(import (scheme base) (scheme write))
(define (greet) 'hello)
(display ((greet)))
;--- error
;--- exit 70
