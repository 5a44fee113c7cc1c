;; An import set that is none
(import (scheme base) (exclude (scheme write) display))
;--- error
; error[E0307]: neither a library's name nor an import set
;   --> import-bad-form.scm:2:23
;    |
;  2 | (import (scheme base) (exclude (scheme write) display))
;    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;    = hint: a library's name is a list of identifiers and integers; an import set begins with only, except, prefix or rename
;--- exit 70
