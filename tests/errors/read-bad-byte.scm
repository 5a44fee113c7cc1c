;; A byte too large in a bytevector literal
(import (scheme base) (scheme write))
(display #u8(1 2 300))
;--- error
;--- exit 70
