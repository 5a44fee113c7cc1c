;; An uncaught raise of a symbol
(import (scheme base) (scheme write))
(raise 'some-error)
;--- error
;--- exit 70
