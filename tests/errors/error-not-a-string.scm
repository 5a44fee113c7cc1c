;; error whose message is no string
(import (scheme base) (scheme write))
(error 'my-procedure "something went wrong" 42)
;--- error
; error[E0401]: my-procedure: "something went wrong" 42
;   --> error-not-a-string.scm:3:1
;    |
;  3 | (error 'my-procedure "something went wrong" 42)
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
