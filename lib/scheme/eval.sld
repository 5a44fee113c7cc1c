;;; (scheme eval), R7RS appendix A.

(define-library (scheme eval)
  (import (eyas eval))
  (export environment eval))
