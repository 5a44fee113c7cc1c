;; unquote-splicing where no list can be
(import (scheme base) (scheme write))
(display `,@'(1 2))
;--- error
;--- exit 70
