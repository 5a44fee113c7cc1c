;; A parenthesis too many
(import (scheme base) (scheme write))
(display 1))
(display 2)
;--- error
;--- exit 70
