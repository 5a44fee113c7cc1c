;; No such character
(import (scheme base) (scheme write))
(display (integer->char #xD800))
;--- error
;--- exit 70
