;; An included file that is not UTF-8
(import (scheme base) (scheme write))
(include "latin-1.inc")
;--- error
;--- exit 70
