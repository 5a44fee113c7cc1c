;; Libraries that import each other
(import (scheme base) (cycle-a))
(display a)
;--- error
; error[E0302]: libraries import each other: (cycle-a) → (cycle-b) → (cycle-a)
;   --> cycle-b.sld:1:49
;    |
;  1 | (define-library (cycle-b) (import (scheme base) (cycle-a)) (export b) (begin (define b 1)))
;    |                                                 ^^^^^^^^^
;--- exit 70
