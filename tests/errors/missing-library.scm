;; An import of a library that nobody has
(import (scheme base) (foo bar))
(display 1)
;--- error
;--- exit 70
