;; quote of nothing
(import (scheme base) (scheme write))
(display (quote))
;--- error
; error[E0101]: malformed `quote`: expected (quote datum)
;   --> syntax-quote.scm:3:10
;    |
;  3 | (display (quote))
;    |          ^^^^^^^
;--- exit 70
