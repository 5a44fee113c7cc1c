;; define-record-type with a field that is none
(import (scheme base) (scheme write))
(define-record-type point (make-point x z) point? (x point-x))
;--- error
;--- exit 70
