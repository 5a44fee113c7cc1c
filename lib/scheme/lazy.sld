;;; (scheme lazy), R7RS appendix A.

(define-library (scheme lazy)
  (import (only (eyas primitives) delay delay-force) (eyas lazy))
  (export delay delay-force force make-promise promise?))
