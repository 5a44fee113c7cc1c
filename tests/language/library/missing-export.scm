;; A library that exports what it does not define
(import (scheme base) (wrong-export))
;--- error
;--- exit 70
