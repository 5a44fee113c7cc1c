;; A vector of negative length
(import (scheme base) (scheme write))
(make-vector -1 0)
;--- error
; error[E0402]: make-vector: expected a length: -1
;   --> negative-length.scm:3:14
;    |
;  3 | (make-vector -1 0)
;    |              ^^
;--- exit 70
