;; eval takes quoted circular data; only circular code is an error.
(import (scheme base) (scheme eval) (scheme repl) (scheme write))
(define ring (list 1 2 3))
(set-cdr! (cddr ring) ring)
(define knot (vector 1 2))
(vector-set! knot 1 (list knot))
(define e (environment '(scheme base)))
(write (eval (list 'quote ring) e))
(newline)
(write (eval (list 'list 1 (list 'quote (list 'x ring knot))) e))
(newline)
(write (guard (c ((error-object? c) 'refused)) (eval ring e)))
(newline)
;--- output
; #0=(1 2 3 . #0#)
; (1 (x #0=(1 2 3 . #0#) #1=#(1 (#1#))))
; refused
