;; error with a message alone
(import (scheme base) (scheme write))
(error "something went wrong")
;--- error
;--- exit 70
