; What is known is computed; what raises, or is the run time's choice, stays.
(values (+ 1 (* 2 3)) (/ 6 4) (< 1 2 3) (+ 1/2 0.5) (car '()) (quotient 7 0) (* 0 1.5)
        (eqv? 1.0 1) (string? "a") (char->integer #\A) (modulo -7 2) (expt 2 100)
        (expt 2 100000) (arithmetic-shift -7 -1) (sqrt 2.0) (eof-object? (eof-object)))
;--- after fold_constants
; (values
;   7
;   3/2
;   #t
;   (+ 1/2 0.5)
;   (car '())
;   (quotient 7 0)
;   (* 0 1.5)
;   #f
;   #t
;   65
;   1
;   1267650600228229401496703205376
;   (expt 2 100000)
;   -4
;   1.4142135623730951
;   #t)
