;; An import of a name that the library does not export
(import (scheme base) (only (counter) no-such-name))
;--- error
; error[E0303]: (counter) does not export `no-such-name`
;   --> import-missing-name.scm:2:39
;    |
;  2 | (import (scheme base) (only (counter) no-such-name))
;    |                                       ^^^^^^^^^^^^
;--- exit 70
