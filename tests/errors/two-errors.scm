;; Two mistakes in one program are both reported
(import (scheme base) (scheme write))
(define (f x) (if))
(define (g x) (let ((x)) x))
(f 1)
;--- error
;--- exit 70
