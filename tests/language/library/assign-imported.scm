;; An imported variable cannot be assigned
(import (scheme base) (counter))
(set! next! 5)
;--- error
;--- exit 70
