;; The Mandelbrot set again, with the language's complex numbers.
;; group: complex

(define limit 64)

(define (escapes-after c)
  (let loop ((z 0.0) (n 0))
    (if (or (= n limit) (> (magnitude z) 2.0))
        n
        (loop (+ (* z z) c) (+ n 1)))))

(define (count-inside size)
  (let ((step (/ 3.0 (inexact size))))
    (let row ((y 0) (count 0))
      (if (= y size)
          count
          (let column ((x 0) (count count))
            (if (= x size)
                (row (+ y 1) count)
                (column (+ x 1)
                        (if (= limit (escapes-after (make-rectangular (- (* step (+ 0.25 (inexact x))) 2.0)
                                                                      (- (* step (+ 0.25 (inexact y))) 1.5))))
                            (+ count 1)
                            count))))))))

(check 'mandelcomplex (count-inside 1300) 294925)
