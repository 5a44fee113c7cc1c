;; let with its binding not in a list of bindings
(import (scheme base) (scheme write))
(let (x 1) x)
;--- error
;--- exit 70
