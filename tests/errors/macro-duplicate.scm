;; A pattern with a variable twice
(import (scheme base) (scheme write))
(define-syntax bad (syntax-rules () ((_ a a) 1)))
(bad 1 2)
;--- error
;--- exit 70
