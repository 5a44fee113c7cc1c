;; A string that never ends
(import (scheme base) (scheme write))
(include "unclosed-string.inc")
;--- error
; error[E0001]: the input ends inside a string
;   --> unclosed-string.inc:2:15
;    |
;  2 | (display "abc)
;    |               ^
;   ::: unclosed-string.inc:2:10
;    |
;  2 | (display "abc)
;    |          - string opened
;--- exit 70
