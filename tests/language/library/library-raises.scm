;; An error while a library runs
(import (scheme base) (raises))
(display a)
;--- error
;--- exit 70
