;; An accessor applied to another record
(import (scheme base) (scheme write))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define-record-type circle (make-circle r) circle? (r circle-r))
(display (point-x (make-circle 5)))
;--- error
; error[E0402]: reading field x: expected a record of type point: #<circle r: 5>
;   --> record-wrong-type.scm:5:19
;    |
;  5 | (display (point-x (make-circle 5)))
;    |                   ^^^^^^^^^^^^^^^
;--- exit 70
