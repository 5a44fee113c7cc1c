;; A procedure that nothing defines
(import (scheme base) (scheme write))
(foo 1 2)
;--- error
;--- exit 70
