;; A misspelled name
(import (scheme base) (scheme write))
(define (average a b) (/ (+ a b) 2))
(display (averge 1 3))
;--- error
;--- exit 70
