(define-library (raises) (import (scheme base)) (export a) (begin (define a (car 5))))
