;;; (scheme complex), R7RS appendix A.

(define-library (scheme complex)
  (import (eyas primitives))
  (export angle imag-part magnitude make-polar make-rectangular real-part))
