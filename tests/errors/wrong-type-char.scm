;; char->integer of a string
(import (scheme base) (scheme write))
(display (char->integer "a"))
;--- error
;--- exit 70
