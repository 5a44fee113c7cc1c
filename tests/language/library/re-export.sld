(define-library (re-export) (import (counter) (rename (scheme base) (car first))) (export next! first (rename cdr rest)))
