;; Libraries that import each other
(import (scheme base) (cycle-a))
(display a)
;--- error
;--- exit 70
