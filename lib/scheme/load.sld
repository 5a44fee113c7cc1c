;;; (scheme load), R7RS appendix A.

(define-library (scheme load)
  (import (eyas eval))
  (export load))
