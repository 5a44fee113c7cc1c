;; An import of a name that the library lacks
(import (only (scheme base) car kar))
(car '(1))
;--- error
;--- exit 70
