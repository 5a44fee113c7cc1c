;; A range that is none
(import (scheme base) (scheme write))
(display (substring "hello" 3 2))
;--- error
;--- exit 70
