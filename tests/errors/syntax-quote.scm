;; quote of nothing
(import (scheme base) (scheme write))
(display (quote))
;--- error
;--- exit 70
