;; An uncaught raise-continuable
(import (scheme base) (scheme write))
(display (+ 1 (raise-continuable 'oops)))
;--- error
;--- exit 70
