;; An error while a library runs
(import (scheme base) (raises))
(display a)
;--- error
; warning[W0102]: unbound variable `display`
;   --> library-raises.scm:3:2
;    |
;  3 | (display a)
;    |  ^^^^^^^
; error[E0402]: car: expected a pair: 5
;   --> raises.sld:1:82
;    |
;  1 | (define-library (raises) (import (scheme base)) (export a) (begin (define a (car 5))))
;    |                                                                                  ^
;--- exit 70
