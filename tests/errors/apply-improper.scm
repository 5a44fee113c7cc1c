;; apply of an improper list
(import (scheme base) (scheme write))
(apply + '(1 2 . 3))
;--- error
;--- exit 70
