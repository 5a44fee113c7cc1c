;; modulo by zero
(import (scheme base) (scheme write))
(display (modulo 10 0))
;--- error
;--- exit 70
