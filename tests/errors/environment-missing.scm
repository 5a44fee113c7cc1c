;; An environment of a library that nobody has
(import (scheme base) (scheme eval))
(environment '(no such library))
;--- error
; error[E0416]: library (no such library) not found
;--- exit 70
