;; Reading from a closed port
(import (scheme base) (scheme write))
(define p (open-input-string "abc"))
(close-port p)
(read-char p)
;--- error
;--- exit 70
