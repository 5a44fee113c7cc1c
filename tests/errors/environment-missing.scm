;; An environment of a library that nobody has
(import (scheme base) (scheme eval))
(environment '(no such library))
;--- error
;--- exit 70
