;; Vectors: constant and computed indices, bounds, kinds of index.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(define v (vector 'a 'b 'c 'd))
(show (vector-ref v 0))
(show (vector-ref v (id 3)))
(show (vector-ref (id v) 2))
(vector-set! v 1 'x)
(vector-set! v (id 2) 'y)
(show v)
(show (vector-length (id v)))
(show (let loop ((i 0) (l '())) (if (= i (vector-length v)) l (loop (+ i 1) (cons (vector-ref v i) l)))))
(show (attempt (vector-ref v 4)))
(show (attempt (vector-ref v (id 4))))
(show (attempt (vector-ref v (id -1))))
(show (attempt (vector-ref v -1)))
(show (attempt (vector-ref v (id 1.0))))
(show (attempt (vector-ref v (id 'a))))
(show (attempt (vector-ref v (id 1152921504606846976))))
(show (attempt (vector-ref v (id 18446744073709551616))))
(show (attempt (vector-ref (id '(1)) 0)))
(show (attempt (vector-ref (id "abc") 0)))
(show (attempt (vector-set! v (id 4) 0)))
(show (attempt (vector-set! (id #f) 0 0)))
(show (attempt (vector-length (id '()))))
(show (attempt (vector-ref (vector) 0)))
(show v)
(show (vector-ref (make-vector 100000 7) 99999))
(define m (make-vector 3))
(let loop ((i 0)) (if (< i 3) (begin (vector-set! m i (make-vector 3 i)) (loop (+ i 1)))))
(vector-set! (vector-ref m 1) 1 'center)
(show m)
;--- output
; a
; d
; c
; #(a x y d)
; 4
; (d y x a)
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; #(a x y d)
; 7
; #(#(0 0 0) #(1 center 1) #(2 2 2))
