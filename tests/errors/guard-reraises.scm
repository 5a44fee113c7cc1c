;; No clause of guard matches
(import (scheme base) (scheme write))
(guard (e ((string? e) (display e))) (error "not a string" 1))
;--- error
; error[E0401]: not a string: 1
;   --> guard-reraises.scm:3:38
;    |
;  3 | (guard (e ((string? e) (display e))) (error "not a string" 1))
;    |                                      ^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
