;; Bytevectors: reads, writes, bounds and byte range.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(define b (make-bytevector 4 0))
(bytevector-u8-set! b 0 255)
(bytevector-u8-set! b (id 3) (id 128))
(show b)
(show (bytevector-u8-ref b 0))
(show (+ (bytevector-u8-ref b (id 3)) 1))
(show (bytevector-length (id b)))
(show (attempt (bytevector-u8-ref b (id 4))))
(show (attempt (bytevector-u8-ref b (id -1))))
(show (attempt (bytevector-u8-set! b 0 (id 256))))
(show (attempt (bytevector-u8-set! b 0 (id -1))))
(show (attempt (bytevector-u8-set! b 0 (id 1.0))))
(show (attempt (bytevector-u8-ref (id (vector 1)) 0)))
(show b)
(show (let ((big (make-bytevector 100000 1))) (let loop ((i 0) (s 0)) (if (= i 100000) s (loop (+ i 1) (+ s (bytevector-u8-ref big i)))))))
(show (bytevector-append b (bytevector 1) (bytevector)))
(show (utf8->string (bytevector 206 187 33)))
;--- output
; #u8(255 0 0 128)
; 255
; 129
; 4
; error
; error
; error
; error
; error
; error
; #u8(255 0 0 128)
; 100000
; #u8(255 0 0 128 1)
; "λ!"
