;; No clause of guard matches
(import (scheme base) (scheme write))
(guard (e ((string? e) (display e))) (error "not a string" 1))
;--- error
;--- exit 70
