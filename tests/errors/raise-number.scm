;; An uncaught raise of a number
(import (scheme base) (scheme write))
(display "output so far")
(raise 42)
;--- error
;--- exit 70
