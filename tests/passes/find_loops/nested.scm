; The inner loop ends in a call of the outer one, which is in its tail position.
(lambda (n)
  (fix ((outer (lambda outer (i)
                 (fix ((inner (lambda inner (j) (if (< j i) (inner (+ j 1)) (outer (+ i 1))))))
                   (if (< i n) (inner 0) i)))))
    (outer 0)))
;--- after find_loops
; (lambda _.0 (n.0)
;   (loop loop.1 ((i.2 0))
;     (if (< i.2 n.0)
;       (loop loop.0 ((j.4 0))
;         (if (< j.4 i.2) (continue loop.0 (+ j.4 1)) (continue loop.1 (+ i.2 1))))
;       i.2)))
