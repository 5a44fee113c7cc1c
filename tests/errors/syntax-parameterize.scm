;; parameterize of something that is no parameter
(import (scheme base) (scheme write))
(parameterize ((5 1)) 2)
;--- error
; error[E0402]: parameterize: expected a parameter: 5
;--- exit 70
