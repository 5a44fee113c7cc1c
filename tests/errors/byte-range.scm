;; A byte out of range
(import (scheme base) (scheme write))
(bytevector-u8-set! (make-bytevector 1 0) 0 256)
;--- error
;--- exit 70
