;; cadr of a list too short
(import (scheme base) (scheme write))
(display (cadr '(1)))
;--- error
;--- exit 70
