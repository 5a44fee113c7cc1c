; What `case` expands to. The second 3 is never reached.
(define-global kind
  (lambda kind (x)
    (if (memv x '(1 2 3)) 'small
      (if (if (eqv? x 10) #t (eqv? x 3)) 'ten
        (if (eqv? 20 x) 'twenty
          'other)))))
;--- after switch_cases
; (global kind.0 "program" defined)
; (define-global kind.0
;   (lambda kind.0 (x.0) (switch x.0 ((1 2 3) 'small) ((10) 'ten) ((20) 'twenty) 'other)))
