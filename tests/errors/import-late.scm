;; A name used without its library
(import (scheme base))
(display 1)
;--- error
;--- exit 70
