;; An uncaught raise of a record
(import (scheme base) (scheme write))
(define-record-type my-condition (make-my-condition code) my-condition? (code code-of))
(raise (make-my-condition 5))
;--- error
; error[E0400]: uncaught exception: #<my-condition code: 5>
;   --> raise-record.scm:4:1
;    |
;  4 | (raise (make-my-condition 5))
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
