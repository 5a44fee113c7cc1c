;; A library that nobody has
(import (scheme base) (no such library))
(display 1)
;--- error
;--- exit 70
