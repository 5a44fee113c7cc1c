;; An accessor applied to a list
(import (scheme base) (scheme write))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(display (point-y '(1 2)))
;--- error
; error[E0402]: reading field y: expected a record of type point: (1 2)
;   --> record-not-a-record.scm:4:19
;    |
;  4 | (display (point-y '(1 2)))
;    |                   ^^^^^^
;--- exit 70
