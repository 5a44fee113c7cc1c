;; A block comment that never ends
(import (scheme base) (scheme write))
(display 1)
#| never
(display 2)
;--- error
;--- exit 70
