;; An unknown # syntax
(import (scheme base) (scheme write))
(display #z)
;--- error
;--- exit 70
