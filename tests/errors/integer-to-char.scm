;; No such character
(import (scheme base) (scheme write))
(display (integer->char #xD800))
;--- error
; error[E0402]: integer->char: expected a Unicode scalar value: 55296
;   --> integer-to-char.scm:3:25
;    |
;  3 | (display (integer->char #xD800))
;    |                         ^^^^^^
;--- exit 70
