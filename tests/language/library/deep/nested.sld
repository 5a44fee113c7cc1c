(define-library (deep nested)
  (import (scheme base) (deep 1 part))
  (export whole)
  (begin (define whole (list 'whole part))))
