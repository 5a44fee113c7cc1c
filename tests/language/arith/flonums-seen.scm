;; The same where machine code is made after the interpreter has seen flonums.
;; options: --hot 40
(include "flonums-first.scm")
;--- output
; (144.0 144 144.0 521/2)
; (-0.0 0.0 0.0 -0.0 -0.0 -inf.0 -0.0 -0.0 0.0+2.0i 9.99994433575849e-161 1.0e150 1.0e-320 +inf.0 0.0 +nan.0 3.3e77 1.0e76 1.0e-77)
; (18288 0)
