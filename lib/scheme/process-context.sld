;;; (scheme process-context), R7RS appendix A.

(define-library (scheme process-context)
  (import (eyas primitives) (only (eyas control) exit))
  (export command-line emergency-exit exit get-environment-variable get-environment-variables))
