(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (list (quotient (- (expt 2 60)) -1) (quotient (- (expt 2 61)) -1) (quotient (- (expt 2 62)) -1)
              (quotient (- (expt 2 63)) -1) (abs (- (expt 2 60))) (* (- (expt 2 31)) (- (expt 2 31)) 4)
              (+ (- (expt 2 60) 1) 1) (- (- (expt 2 60)) 1) (* 3037000500 3037000500)))
;--- output
; (1152921504606846976 2305843009213693952 4611686018427387904 9223372036854775808 1152921504606846976 18446744073709551616 1152921504606846976 -1152921504606846977 9223372037000250000)
; still here
