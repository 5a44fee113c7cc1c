;; error whose message is no string
(import (scheme base) (scheme write))
(error 'my-procedure "something went wrong" 42)
;--- error
;--- exit 70
