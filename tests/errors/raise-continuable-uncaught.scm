;; An uncaught raise-continuable
(import (scheme base) (scheme write))
(display (+ 1 (raise-continuable 'oops)))
;--- error
; error[E0400]: uncaught exception: oops
;--- exit 70
