;; An error in what a macro expanded to
(import (scheme base) (scheme write))
(define-syntax first-of (syntax-rules () ((_ e) (car e))))
(display (first-of 5))
;--- error
;--- exit 70
