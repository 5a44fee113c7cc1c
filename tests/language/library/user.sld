(define-library (user)
  (import (scheme base) (prefix (counter) c:))
  (export bump two-times)
  (begin
    (define (bump) (c:next!))
    (define-syntax two-times (syntax-rules () ((_ e) (let ((v e)) (+ v v)))))))
