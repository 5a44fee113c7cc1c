;; A file that defines another library than its place says
(import (scheme base) (wrong-name))
;--- error
;--- exit 70
