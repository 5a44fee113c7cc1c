(define-library (cycle-b) (import (scheme base) (cycle-a)) (export b) (begin (define b 1)))
