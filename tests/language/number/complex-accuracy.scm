;; Division and logarithms of complex numbers round once; exact roots and whole powers are exact.
(write (list (/ 0.25+0.5i 0.75+0.25i) (/ 1.0+1.0i 1e300+1e300i) (log 1+2i)))
(newline)
(write (list (expt 16 1/4) (expt 16 -1/4) (expt 8/27 2/3) (expt 0.0+1.0i 5.0)))
(newline)
;--- output
; (0.5+0.5i 1.0e-300+0.0i 0.8047189562170501+1.1071487177940904i)
; (2 1/2 4/9 0.0+1.0i)
