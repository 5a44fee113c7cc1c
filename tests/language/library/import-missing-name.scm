;; An import of a name that the library does not export
(import (scheme base) (only (counter) no-such-name))
;--- error
;--- exit 70
