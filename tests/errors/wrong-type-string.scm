;; string-append of a symbol
(import (scheme base) (scheme write))
(display (string-append "a" 'b))
;--- error
;--- exit 70
