;; An uncaught raise of a list
(import (scheme base) (scheme write))
(raise (list 'my-error 42 "text"))
;--- error
;--- exit 70
