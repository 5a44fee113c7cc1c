;; set! of a variable that nothing defines
(import (scheme base) (scheme write))
(set! nowhere 5)
;--- error
;--- exit 70
