;; Several import declarations, and definitions that shadow nothing imported.
(import (only (scheme base) define quote car))
(import (scheme write) (only (scheme base) newline))
(define list 'my-own-list)
(display (car '(a)))
(display list)
(newline)
;--- output
; amy-own-list
