(define-library (another name) (import (scheme base)) (export a) (begin (define a 1)))
