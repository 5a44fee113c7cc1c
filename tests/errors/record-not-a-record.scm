;; An accessor applied to a list
(import (scheme base) (scheme write))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(display (point-y '(1 2)))
;--- error
;--- exit 70
