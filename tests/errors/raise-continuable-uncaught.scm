;; An uncaught raise-continuable
(import (scheme base) (scheme write))
(display (+ 1 (raise-continuable 'oops)))
;--- error
; error[E0400]: uncaught exception: oops
;   --> raise-continuable-uncaught.scm:3:15
;    |
;  3 | (display (+ 1 (raise-continuable 'oops)))
;    |               ^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
