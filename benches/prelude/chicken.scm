;; CHICKEN 5: nothing is redefined by others (block mode); this adds what the programs use of R7RS.
(declare (block) (usual-integrations))
(import (scheme) (chicken base) (chicken file) (chicken flonum) (except (chicken io) write-string) (srfi 4))
(define-syntax make-bytevector (syntax-rules () ((_ size byte) (make-u8vector size byte))))
(define-syntax bytevector-u8-ref (syntax-rules () ((_ v i) (u8vector-ref v i))))
(define-syntax bytevector-u8-set! (syntax-rules () ((_ v i byte) (u8vector-set! v i byte))))
(define-syntax exact (syntax-rules () ((_ x) (inexact->exact x))))
(define-syntax inexact (syntax-rules () ((_ x) (exact->inexact x))))
(define (make-list n item)
  (if (= n 0) '() (cons item (make-list (- n 1) item))))
(define (write-string s port) (display s port))
;; Inexact numbers are printed so that they read back as themselves, as R7RS asks.
(flonum-print-precision 17)
