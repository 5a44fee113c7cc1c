;; SRFI 141: the six roundings of a quotient, for all signs.
(import (scheme base) (scheme write) (srfi 141))
(define (both divide n d) (call-with-values (lambda () (divide n d)) list))
(for-each
  (lambda (divide)
    (write (map (lambda (n d) (both divide n d))
                '(7 7 -7 -7 6 -6 10) '(2 -2 2 -2 4 4 -4)))
    (newline))
  (list floor/ truncate/ ceiling/ round/ euclidean/ balanced/))
(write (list (round-quotient 5 2) (round-remainder 7 2) (balanced-quotient 7.0 -2) (ceiling-remainder 1 3)))
(newline)
(write (guard (e ((error-object? e) 'error)) (euclidean/ 1 0)))
(newline)
;--- output
; ((3 1) (-4 -1) (-4 1) (3 -1) (1 2) (-2 2) (-3 -2))
; ((3 1) (-3 1) (-3 -1) (3 -1) (1 2) (-1 -2) (-2 2))
; ((4 -1) (-3 1) (-3 -1) (4 1) (2 -2) (-1 -2) (-2 2))
; ((4 -1) (-4 -1) (-4 1) (4 1) (2 -2) (-2 2) (-2 2))
; ((3 1) (-3 1) (-4 1) (4 1) (1 2) (-2 2) (-2 2))
; ((4 -1) (-4 -1) (-3 -1) (3 -1) (2 -2) (-1 -2) (-3 -2))
; (2 -1 -4.0 -2)
; error
