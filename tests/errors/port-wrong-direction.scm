;; Writing to an input port
(import (scheme base) (scheme write))
(write 1 (open-input-string "abc"))
;--- error
; error[E0402]: write: expected a textual output port: #<textual-input-port string>
;   --> port-wrong-direction.scm:3:10
;    |
;  3 | (write 1 (open-input-string "abc"))
;    |          ^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
