;; A bracket that closes nothing
(import (scheme base) (scheme write))
(display [list 1 2])
;--- error
;--- exit 70
