;; Writing to an input port
(import (scheme base) (scheme write))
(write 1 (open-input-string "abc"))
;--- error
;--- exit 70
