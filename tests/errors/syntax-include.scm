;; include of a file that does not exist
(import (scheme base) (scheme write))
(include "no-such-file.scm")
;--- error
;--- exit 70
