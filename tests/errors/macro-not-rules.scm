;; define-syntax of something that is no transformer
(import (scheme base) (scheme write))
(define-syntax bad 5)
(bad)
;--- error
;--- exit 70
