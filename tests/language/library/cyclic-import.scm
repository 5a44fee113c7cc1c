;; Libraries that import each other
(import (scheme base) (cycle-a))
(display a)
;--- error
; error[E0302]: libraries import each other: (cycle-a) → (cycle-b) → (cycle-a)
;   --> cycle-b.sld:1:49
;    |
;  1 | (define-library (cycle-b) (import (scheme base) (cycle-a)) (export b) (begin (define b 1)))
;    |                                                 ^^^^^^^^^
; warning[W0102]: unbound variable `display`
;   --> cyclic-import.scm:3:2
;    |
;  3 | (display a)
;    |  ^^^^^^^
; warning[W0102]: unbound variable `a`
;   --> cyclic-import.scm:3:10
;    |
;  3 | (display a)
;    |          ^
;--- exit 70
