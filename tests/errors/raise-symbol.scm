;; An uncaught raise of a symbol
(import (scheme base) (scheme write))
(raise 'some-error)
;--- error
; error[E0400]: uncaught exception: some-error
;   --> raise-symbol.scm:3:1
;    |
;  3 | (raise 'some-error)
;    | ^^^^^^^^^^^^^^^^^^^
;--- exit 70
