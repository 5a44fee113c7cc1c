;; A block comment that never ends
(import (scheme base) (scheme write))
(include "unclosed-comment.inc")
;--- error
; error[E0001]: the input ends inside a #| comment
;   --> unclosed-comment.inc:2:9
;    |
;  2 | #| never
;    |         ^
;   ::: unclosed-comment.inc:2:1
;    |
;  2 | #| never
;    | - comment opened
;--- exit 70
