;; An imported variable cannot be assigned
(import (scheme base) (counter))
(set! next! 5)
;--- error
; error[E0110]: `next!` is imported and cannot be assigned
;   --> assign-imported.scm:3:7
;    |
;  3 | (set! next! 5)
;    |       ^^^^^
;    = hint: define a `next!` of your own first
;--- exit 70
