;; include of a file that does not exist
(import (scheme base) (scheme write))
(include "no-such-file.scm")
;--- error
; error[E0002]: cannot read `no-such-file.scm`: No such file or directory (os error 2)
;   --> syntax-include.scm:3:10
;    |
;  3 | (include "no-such-file.scm")
;    |          ^^^^^^^^^^^^^^^^^^
;--- exit 70
