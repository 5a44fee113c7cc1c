;; error with a message alone
(import (scheme base) (scheme write))
(error "something went wrong")
;--- error
; error[E0401]: something went wrong
;   --> error-without-irritants.scm:3:1
;    |
;  3 | (error "something went wrong")
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
