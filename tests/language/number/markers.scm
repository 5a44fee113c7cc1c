;; Exponent markers of R5RS; flonums are written with a point (R7RS 6.2.7).
(write '(1d2 1s2 -1.5F1 1L-2 1d2+1s1i #e1d2 #x1d2))
(newline)
(write '(1e21 1e-7 1.5e300 5e-324))
(newline)
(write (list (string->number "1d") (string->number "d1") '1s+))
(newline)
;--- output
; (100.0 100.0 -15.0 0.01 100.0+10.0i 100 466)
; (1.0e21 1.0e-7 1.5e300 5.0e-324)
; (#f #f 1s+)
