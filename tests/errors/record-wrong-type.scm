;; An accessor applied to another record
(import (scheme base) (scheme write))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define-record-type circle (make-circle r) circle? (r circle-r))
(display (point-x (make-circle 5)))
;--- error
;--- exit 70
