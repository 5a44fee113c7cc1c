;; Two different bindings for one name
(import (scheme base) (rename (only (counter) next!) (next! car)))
(display (car '(1)))
;--- error
;--- exit 70
