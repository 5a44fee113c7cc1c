;;; (scheme case-lambda), R7RS appendix A.

(define-library (scheme case-lambda)
  (import (only (eyas primitives) case-lambda))
  (export case-lambda))
