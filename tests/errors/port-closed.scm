;; Reading from a closed port
(import (scheme base) (scheme write))
(define p (open-input-string "abc"))
(close-port p)
(read-char p)
;--- error
; error[E0401]: read-char: the port is closed: #<textual-input-port string>
;   --> port-closed.scm:5:12
;    |
;  5 | (read-char p)
;    |            ^
;--- exit 70
