;; A definition of an imported name hides it, with a warning
(import (scheme base) (counter))
(define (next!) 5)
;--- output
; counter runs
;--- error
; warning[W0112]: the definition of `next!` hides the imported one
;   --> define-imported.scm:3:10
;    |
;  3 | (define (next!) 5)
;    |          ^^^^^
;   ::: define-imported.scm:2:23
;    |
;  2 | (import (scheme base) (counter))
;    |                       --------- imported here
