(define-library (cycle-a) (import (scheme base) (cycle-b)) (export a) (begin (define a 1)))
