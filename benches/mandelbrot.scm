;; Counts the points of a grid that stay in the Mandelbrot set, with real arithmetic.
;; group: float

(define limit 100)

(define (escapes-after cr ci)
  (let loop ((zr 0.0) (zi 0.0) (n 0))
    (let ((rr (* zr zr)) (ii (* zi zi)))
      (if (or (= n limit) (> (+ rr ii) 4.0))
          n
          (loop (+ (- rr ii) cr) (+ (* 2.0 zr zi) ci) (+ n 1))))))

(define (count-inside size)
  (let ((step (/ 3.0 (inexact size))))
    (let row ((y 0) (count 0))
      (if (= y size)
          count
          (let column ((x 0) (count count))
            (if (= x size)
                (row (+ y 1) count)
                (column (+ x 1)
                        (if (= limit (escapes-after (- (* step (inexact x)) 2.0)
                                                    (- (* step (inexact y)) 1.5)))
                            (+ count 1)
                            count))))))))

(check 'mandelbrot (count-inside 1200) 247703)
