;; A quote before nothing
(import (scheme base) (scheme write))
(include "unclosed-quote.inc")
;--- error
; error[E0001]: the input ends where a datum is expected
;   --> unclosed-quote.inc:2:11
;    |
;  2 | (display '
;    |           ^
;   ::: unclosed-quote.inc:2:10
;    |
;  2 | (display '
;    |          - quotation begun
;--- exit 70
