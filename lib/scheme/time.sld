;;; (scheme time), R7RS appendix A.

(define-library (scheme time)
  (import (eyas primitives))
  (export current-jiffy current-second jiffies-per-second))
