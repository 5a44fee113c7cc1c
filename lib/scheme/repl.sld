;;; (scheme repl), R7RS appendix A.

(define-library (scheme repl)
  (import (eyas primitives))
  (export interaction-environment))
