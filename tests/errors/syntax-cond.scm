;; cond with an empty clause
(import (scheme base) (scheme write))
(cond ())
;--- error
;--- exit 70
