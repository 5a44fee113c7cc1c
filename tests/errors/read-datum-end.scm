;; read of an unfinished datum
(import (scheme base) (scheme read))
(read (open-input-string "(1 2"))
;--- error
; error[E0409]: read: the input ends inside a list (byte 4 of string)
;   --> read-datum-end.scm:3:1
;    |
;  3 | (read (open-input-string "(1 2"))
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
