;; An accessor applied to a list
(import (scheme base) (scheme write))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(display (point-y '(1 2)))
;--- error
; error[E0402]: expected a record of type point: (1 2)
;   --> record-not-a-record.scm:3:66
;    |
;  3 | (define-record-type point (make-point x y) point? (x point-x) (y point-y))
;    |                                                                  ^^^^^^^
;--- exit 70
