; Characters and numbers do not mix; symbols are compared one by one.
(lambda (x)
  (if (memv x '(#\a #\b)) 1
    (if (memv x '(#\c #\d)) 2
      (if (memv x '(1 2)) 3
        (if (memv x '(a b #t)) 4
          5)))))
;--- after switch_cases
; (lambda _.0 (x.0)
;   (switch x.0
;     ((#\a #\b) 1)
;     ((#\c #\d) 2)
;     (if (if (eqv? x.0 1) #t (eqv? x.0 2))
;       3
;       (if (if (eqv? x.0 'a) #t (if (eqv? x.0 'b) #t (eqv? x.0 #t))) 4 5))))
