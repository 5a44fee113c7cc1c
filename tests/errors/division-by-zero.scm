;; Division by zero
(import (scheme base) (scheme write))
(define (average sum n)
  (/ sum n))
(display (average 10 0))
;--- error
; error[E0407]: /: division by zero: 10 0
;   --> division-by-zero.scm:4:3
;    |
;  4 |   (/ sum n))
;    |   ^^^^^^^^^
;--- exit 70
