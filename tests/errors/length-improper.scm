;; length of an improper list
(import (scheme base) (scheme write))
(display (length '(1 2 . 3)))
;--- error
; error[E0402]: length: expected a list: (1 2 . 3)
;   --> length-improper.scm:3:18
;    |
;  3 | (display (length '(1 2 . 3)))
;    |                  ^^^^^^^^^^
;--- exit 70
