;; A string that never ends
(import (scheme base) (scheme write))
(display "abc)
(newline)
;--- error
;--- exit 70
