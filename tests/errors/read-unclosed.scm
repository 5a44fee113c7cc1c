;; A parenthesis that is never closed
(import (scheme base) (scheme write))
(include "unclosed-list.inc")
;--- error
; error[E0001]: the input ends inside a list
;   --> unclosed-list.inc:5:6
;    |
;  5 | (f 1)
;    |      ^
;   ::: unclosed-list.inc:2:3
;    |
;  2 |   (if (> x 0)
;    |   - list opened
;--- exit 70
