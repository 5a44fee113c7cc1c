;; error whose message is no string
(import (scheme base) (scheme write))
(error 'my-procedure "something went wrong" 42)
;--- error
; error[E0401]: my-procedure: "something went wrong" 42
;--- exit 70
