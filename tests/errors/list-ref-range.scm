;; list-ref past the end
(import (scheme base) (scheme write))
(display (list-ref '(1 2 3) 5))
;--- error
;--- exit 70
