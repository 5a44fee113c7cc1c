;; read of an unfinished datum
(import (scheme base) (scheme read))
(read (open-input-string "(1 2"))
;--- error
;--- exit 70
