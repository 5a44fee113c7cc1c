;;; (scheme cxr), R7RS appendix A.

(define-library (scheme cxr)
  (import (eyas primitives))
  (export caaar caadr cadar caddr cdaar cdadr cddar cdddr
          caaaar caaadr caadar caaddr cadaar cadadr caddar cadddr
          cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr))
