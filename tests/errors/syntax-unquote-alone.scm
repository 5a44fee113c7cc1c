;; unquote outside of quasiquote
(import (scheme base) (scheme write))
(display ,x)
;--- error
;--- exit 70
