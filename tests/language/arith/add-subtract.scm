;; Addition and subtraction of fixnums, at small constants and at the edges.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(show (+ (id 1) (id 2)))
(show (+ (id 1) 1))
(show (+ 1 (id 1)))
(show (- (id 5) 7))
(show (- 7 (id 5)))
(show (- (id 5)))
(show (+ (id 40000) 32767))
(show (+ (id 40000) 32768))
(show (+ (id 40000) -32768))
(show (+ (id 40000) -32769))
(show (- (id 0) 2147483648))
(show (+ (id 1) 2147483647))
(show (+ (id 1) 4294967296))
(show (+ (id 1152921504606846974) 1))
(show (+ (id 1152921504606846975) 1))
(show (+ 1 (id 1152921504606846975)))
(show (- (id -1152921504606846976) 1))
(show (- (id -1152921504606846976)))
(show (- (id 1152921504606846976) 1))
(show (+ (id 1152921504606846975) (id 1152921504606846975)))
(show (- (id -1152921504606846976) (id 1152921504606846975)))
(show (+ (id 1.5) (id 1)))
(show (+ (id 1) 0.5))
(show (- (id 1.5) 1))
(show (+ (id 1) (id 2) (id 3) (id 4.0)))
(show (- (id 10) (id 1) (id 2) (id 3)))
(show (attempt (+ (id 'a) 1)))
(show (attempt (+ 1 (id 'a))))
(show (attempt (+ (id '(1)) (id 1))))
(show (attempt (- (id "1"))))
(show (attempt (- (id #\a) 1)))
(show (attempt (- 1 (id #f))))
;--- output
; 3
; 2
; 2
; -2
; 2
; -5
; 72767
; 72768
; 7232
; 7231
; -2147483648
; 2147483648
; 4294967297
; 1152921504606846975
; 1152921504606846976
; 1152921504606846976
; -1152921504606846977
; 1152921504606846976
; 1152921504606846975
; 2305843009213693950
; -2305843009213693951
; 2.5
; 1.5
; 0.5
; 10.0
; 4
; error
; error
; error
; error
; error
; error
