;; An error in a procedure given to map
(import (scheme base) (scheme write))
(display (map (lambda (x) (* x 2)) '(1 2 three)))
;--- error
; error[E0402]: *: expected a number: three
;   --> in-map.scm:3:30
;    |
;  3 | (display (map (lambda (x) (* x 2)) '(1 2 three)))
;    |                              ^
; called from:
;   map at in-map.scm:3:10
;   top level at in-map.scm:3:10
;--- exit 70
