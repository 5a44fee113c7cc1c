;; A file that does not exist
(import (scheme base) (scheme file))
(open-input-file "no/such/file.txt")
;--- error
; error[E0410]: open-input-file: cannot open "no/such/file.txt": No such file or directory
;   --> file-missing.scm:3:1
;    |
;  3 | (open-input-file "no/such/file.txt")
;    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
