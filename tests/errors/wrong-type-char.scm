;; char->integer of a string
(import (scheme base) (scheme write))
(display (char->integer "a"))
;--- error
; error[E0402]: char->integer: expected a character: "a"
;   --> wrong-type-char.scm:3:25
;    |
;  3 | (display (char->integer "a"))
;    |                         ^^^
;--- exit 70
