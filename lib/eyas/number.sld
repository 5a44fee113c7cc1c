;;; Numeric procedures that return several values or are simplest in Scheme (R7RS 6.2.6).

(define-library (eyas number)
  (import (eyas primitives) (eyas control))
  (export floor/ truncate/ exact-integer-sqrt rationalize)
  (begin
    (define (floor/ n d) (values (floor-quotient n d) (floor-remainder n d)))
    (define (truncate/ n d) (values (truncate-quotient n d) (truncate-remainder n d)))

    (define (exact-integer-sqrt k)
      (let ((root-and-rest (%exact-integer-sqrt k)))
        (values (car root-and-rest) (cdr root-and-rest))))

    ;; The simplest rational within `y` of `x`: the first on the Stern–Brocot path that falls into the interval.
    (define (rationalize x y)
      (define (simplest lo hi)
        (let ((fl (floor lo)))
          (cond ((= fl lo) fl)
                ((< fl (floor hi)) (+ fl 1))
                (else (+ fl (/ 1 (simplest (/ 1 (- hi fl)) (/ 1 (- lo fl)))))))))
      (define (between lo hi)
        (cond ((< 0 lo) (simplest lo hi))
              ((< hi 0) (- (simplest (- hi) (- lo))))
              (else (if (and (exact? lo) (exact? hi)) 0 0.0))))
      (cond ((not (real? x)) (%wrong-type 'rationalize "a real number" x))
            ((not (real? y)) (%wrong-type 'rationalize "a real number" y))
            ((or (nan? x) (nan? y)) (+ x y))
            ((infinite? y) (if (infinite? x) (- y y) 0.0))
            ((infinite? x) (+ x y))
            (else
             (let ((y (abs y)))
               (if (= y 0)
                   (+ x y)
                   (between (- x y) (+ x y)))))))))
