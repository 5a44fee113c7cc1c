;; error with a message alone
(import (scheme base) (scheme write))
(error "something went wrong")
;--- error
; error[E0401]: something went wrong
;--- exit 70
