;; A string index out of range
(import (scheme base) (scheme write))
(display (string-ref "abc" 10))
;--- error
;--- exit 70
