;; Is a point inside a polygon? The crossing-number test, over vectors of flonums.
;; group: float

(define xs (vector 0.0 1.0 1.0 0.0 0.0 1.0 -0.5 -1.0 -1.0 -2.0 -2.5 -2.0
                   -1.5 -0.5 1.0 1.0 0.0 -0.5 -1.0 -0.5))
(define ys (vector 0.0 0.0 1.0 1.0 2.0 3.0 2.0 3.0 0.0 -0.5 -1.0 -1.5
                   -2.0 -2.0 -1.5 -1.0 -0.5 -1.0 -1.0 -0.5))

(define (inside? px py)
  (let ((count (vector-length xs)))
    (let loop ((i 0) (j (- count 1)) (odd #f))
      (if (= i count)
          odd
          (let ((xi (vector-ref xs i)) (yi (vector-ref ys i))
                (xj (vector-ref xs j)) (yj (vector-ref ys j)))
            (loop (+ i 1)
                  i
                  (if (and (or (and (<= yi py) (< py yj))
                               (and (<= yj py) (< py yi)))
                           (< px (+ xi (/ (* (- xj xi) (- py yi)) (- yj yi)))))
                      (not odd)
                      odd)))))))

(define (count-inside size)
  (let row ((i 0) (count 0))
    (if (= i size)
        count
        (let column ((j 0) (count count))
          (if (= j size)
              (row (+ i 1) count)
              (column (+ j 1)
                      (if (inside? (- (* 4.0 (/ (inexact i) (inexact size))) 2.75)
                                   (- (* 5.5 (/ (inexact j) (inexact size))) 2.25))
                          (+ count 1)
                          count)))))))

(check 'pnpoly (count-inside 1700) 1034402)
