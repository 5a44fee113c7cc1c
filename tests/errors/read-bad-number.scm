;; A number with an exactness prefix and rubbish
(import (scheme base) (scheme write))
(display #xfg)
;--- error
;--- exit 70
