;; An uncaught raise of a list
(import (scheme base) (scheme write))
(raise (list 'my-error 42 "text"))
;--- error
; error[E0400]: uncaught exception: (my-error 42 "text")
;   --> raise-list.scm:3:1
;    |
;  3 | (raise (list 'my-error 42 "text"))
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
