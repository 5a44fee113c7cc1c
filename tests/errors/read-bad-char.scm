;; An unknown character name
(import (scheme base) (scheme write))
(display #\spaec)
;--- error
;--- exit 70
