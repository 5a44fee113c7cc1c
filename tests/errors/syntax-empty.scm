;; An empty combination
(import (scheme base) (scheme write))
(display ())
;--- error
;--- exit 70
