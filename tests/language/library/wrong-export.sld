(define-library (wrong-export) (import (scheme base)) (export missing) (begin (define present 1)))
