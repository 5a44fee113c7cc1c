;;; (scheme write), R7RS appendix A.

(define-library (scheme write)
  (import (eyas primitives))
  (export display write write-shared write-simple))
