;; Exact complex literals, roots with a zero real part, polar numbers of no magnitude.
(write '(1+2i 1/2-3/4i +i))
(write (sqrt -1.0-0.0i))
(write (sqrt -4.0))
(write (make-polar 0 2))
(newline)
(write '|+NaN.0abc|)
(newline)
;--- output
; (1+2i 1/2-3/4i +i)0.0+1.0i0.0+2.0i0
; |+NaN.0abc|
