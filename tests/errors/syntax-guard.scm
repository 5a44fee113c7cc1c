;; guard without clauses in parentheses
(import (scheme base) (scheme write))
(guard e (car 5))
;--- error
;--- exit 70
