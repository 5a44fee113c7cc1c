;; A negative exact base with a flonum exponent is as real as a negative flonum; powers of ratios are rounded once.
(import (scheme base) (scheme write) (scheme inexact))
(for-each
  (lambda (z) (write z) (newline))
  (list (expt -2 3.0) (expt -2 -3.0) (expt -1/2 3.0) (expt -2.0 3.0) (expt (- (expt 10 30)) 3.0)
        (expt -3 +inf.0) (nan? (expt -2 +nan.0)) (expt 1/3 -2.0)
        (= (expt -8/9 343.0) (inexact (expt -8/9 343)))
        (= (expt (expt 10 30) 5.0) 1e150)
        (real? (expt -2 0.5)) (expt (expt 10 300) 10.0) (expt (/ (expt 10 300)) 10.0)))
;--- output
; -8.0
; -0.125
; -0.125
; -8.0
; -1.0e90
; +inf.0
; #t
; 9.0
; #t
; #t
; #f
; +inf.0
; 0.0
