;; A file that defines another library than its place says
(import (scheme base) (wrong-name))
;--- error
; error[E0301]: `wrong-name.sld` does not define library (wrong-name)
;   --> wrong-name.scm:2:23
;    |
;  2 | (import (scheme base) (wrong-name))
;    |                       ^^^^^^^^^^^^
;--- exit 70
