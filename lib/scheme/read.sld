;;; (scheme read), R7RS appendix A.

(define-library (scheme read)
  (import (eyas primitives))
  (export read))
