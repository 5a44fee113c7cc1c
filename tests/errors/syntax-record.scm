;; define-record-type with a field that is none
(import (scheme base) (scheme write))
(define-record-type point (make-point x z) point? (x point-x))
;--- error
; error[E0101]: the record type has no field `z`
;   --> syntax-record.scm:3:41
;    |
;  3 | (define-record-type point (make-point x z) point? (x point-x))
;    |                                         ^
;--- exit 70
