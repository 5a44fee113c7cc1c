;; Output before the error is written
(import (scheme base) (scheme write))
(write-string "no newline at the end")
(car '())
;--- output
; no newline at the end
;--- error
; error[E0402]: car: expected a pair: ()
;   --> output-before-error.scm:4:6
;    |
;  4 | (car '())
;    |      ^^^
;--- exit 70
