;; Parentheses too many around a call
(import (scheme base) (scheme write))
(define (greet) 'hello)
(display ((greet)))
;--- error
; error[E0405]: attempt to call something that is not a procedure: hello
;   --> call-extra-parentheses.scm:4:10
;    |
;  4 | (display ((greet)))
;    |          ^^^^^^^^^
;--- exit 70
