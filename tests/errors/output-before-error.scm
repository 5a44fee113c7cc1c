;; Output before the error is written
(import (scheme base) (scheme write))
(write-string "no newline at the end")
(car '())
;--- error
;--- exit 70
