;; define-syntax of something that is no transformer
(import (scheme base) (scheme write))
(define-syntax bad 5)
(bad)
;--- error
; error[E0205]: expected a macro transformer: (syntax-rules (literal …) (pattern template) …)
;   --> macro-not-rules.scm:3:20
;    |
;  3 | (define-syntax bad 5)
;    |                    ^
;--- exit 70
