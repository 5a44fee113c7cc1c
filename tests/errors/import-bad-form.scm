;; An import set that is none
(import (scheme base) (exclude (scheme write) display))
;--- error
; error[E0306]: a library's name is a list of identifiers and integers
;   --> import-bad-form.scm:2:32
;    |
;  2 | (import (scheme base) (exclude (scheme write) display))
;    |                                ^^^^^^^^^^^^^^
;--- exit 70
