;; parameterize of something that is no parameter
(import (scheme base) (scheme write))
(parameterize ((5 1)) 2)
;--- error
;--- exit 70
