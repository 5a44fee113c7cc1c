;; apply of an improper list
(import (scheme base) (scheme write))
(apply + '(1 2 . 3))
;--- error
; error[E0402]: apply: expected a list: (1 2 . 3)
;   --> apply-improper.scm:3:1
;    |
;  3 | (apply + '(1 2 . 3))
;    | ^^^^^^^^^^^^^^^^^^^^
;--- exit 70
