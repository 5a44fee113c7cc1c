;; named let without bindings
(import (scheme base) (scheme write))
(let loop 5)
;--- error
;--- exit 70
