;; Traces rays at three spheres over a floor, with shadows and mirror images; points are records of flonums.
;; group: float

(define-record-type point
  (make-point x y z)
  point?
  (x point-x)
  (y point-y)
  (z point-z))

(define-record-type sphere
  (make-sphere center radius brightness mirror)
  sphere?
  (center sphere-center)
  (radius sphere-radius)
  (brightness sphere-brightness)
  (mirror sphere-mirror))

(define (add a b)
  (make-point (+ (point-x a) (point-x b)) (+ (point-y a) (point-y b)) (+ (point-z a) (point-z b))))
(define (minus a b)
  (make-point (- (point-x a) (point-x b)) (- (point-y a) (point-y b)) (- (point-z a) (point-z b))))
(define (scale k a)
  (make-point (* k (point-x a)) (* k (point-y a)) (* k (point-z a))))
(define (dot a b)
  (+ (* (point-x a) (point-x b)) (* (point-y a) (point-y b)) (* (point-z a) (point-z b))))
(define (unit a)
  (scale (/ 1.0 (sqrt (dot a a))) a))

(define spheres
  (list (make-sphere (make-point 0.0 1.0 6.0) 1.0 0.9 0.3)
        (make-sphere (make-point -1.8 0.7 5.0) 0.7 0.7 0.1)
        (make-sphere (make-point 1.6 0.6 4.4) 0.6 1.0 0.5)
        (make-sphere (make-point 0.0 -1000.0 0.0) 1000.0 0.6 0.2)))

(define light (unit (make-point -1.0 2.0 -1.5)))

;; The distance along the ray to the sphere, or #f.
(define (distance-to ball origin direction)
  (let* ((between (minus (sphere-center ball) origin))
         (along (dot between direction))
         (rest (- (* (sphere-radius ball) (sphere-radius ball))
                  (- (dot between between) (* along along)))))
    (if (< rest 0.0)
        #f
        (let* ((half (sqrt rest)) (near (- along half)))
          (cond ((> near 1e-4) near)
                ((> (+ along half) 1e-4) (+ along half))
                (else #f))))))

;; Calls `found` with the nearest sphere and distance, or `missed`.
(define (nearest origin direction found missed)
  (let loop ((rest spheres) (best #f) (best-distance 1e30))
    (if (null? rest)
        (if best (found best best-distance) (missed))
        (let ((d (distance-to (car rest) origin direction)))
          (if (and d (< d best-distance))
              (loop (cdr rest) (car rest) d)
              (loop (cdr rest) best best-distance))))))

(define (brightness origin direction depth)
  (nearest origin direction
           (lambda (ball d)
             (let* ((place (add origin (scale d direction)))
                    (normal (unit (minus place (sphere-center ball))))
                    (lit (nearest place light
                                  (lambda (other distance) 0.1)
                                  (lambda () (max 0.1 (dot normal light)))))
                    (own (* lit (sphere-brightness ball))))
               (if (= depth 0)
                   own
                   (let ((bounced (minus direction (scale (* 2.0 (dot normal direction)) normal))))
                     (+ (* (- 1.0 (sphere-mirror ball)) own)
                        (* (sphere-mirror ball)
                           (brightness place (unit bounced) (- depth 1))))))))
           (lambda () (+ 0.2 (* 0.1 (point-y direction))))))

(define (render size)
  (let row ((i 0) (sum 0.0))
    (if (= i size)
        (/ sum (inexact (* size size)))
        (let column ((j 0) (sum sum))
          (if (= j size)
              (row (+ i 1) sum)
              (let ((direction (unit (make-point (- (/ (inexact j) (inexact size)) 0.5)
                                                 (- 0.5 (/ (inexact i) (inexact size)))
                                                 1.0))))
                (column (+ j 1)
                        (+ sum (brightness (make-point 0.0 1.0 0.0) direction 3)))))))))

(check-near 'ray (render 800) 0.3120121250525395 1e-6)
