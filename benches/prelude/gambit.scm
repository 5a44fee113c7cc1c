;; Gambit: the whole file as one block, safe; this adds what the programs use of R7RS.
(declare (standard-bindings) (extended-bindings) (block))
(define-macro (make-bytevector size byte) `(make-u8vector ,size ,byte))
(define-macro (bytevector-u8-ref v i) `(u8vector-ref ,v ,i))
(define-macro (bytevector-u8-set! v i byte) `(u8vector-set! ,v ,i ,byte))
(define-macro (exact x) `(inexact->exact ,x))
(define-macro (inexact x) `(exact->inexact ,x))
(define-macro (call/cc f) `(call-with-current-continuation ,f))
(define (write-string s port) (write-substring s 0 (string-length s) port))
