;; A pattern with two ellipses
(import (scheme base) (scheme write))
(define-syntax bad (syntax-rules () ((_ a ... b ...) 1)))
(bad 1 2)
;--- error
;--- exit 70
