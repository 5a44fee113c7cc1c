;; A byte out of range
(import (scheme base) (scheme write))
(bytevector-u8-set! (make-bytevector 1 0) 0 256)
;--- error
; error[E0402]: bytevector-u8-set!: expected a byte: 256
;   --> byte-range.scm:3:45
;    |
;  3 | (bytevector-u8-set! (make-bytevector 1 0) 0 256)
;    |                                             ^^^
;--- exit 70
