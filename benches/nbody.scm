;; Planets around a sun, by a leapfrog integrator on vectors of flonums; energy must be conserved.
;; group: float

;; A body is a vector: x y z, velocity x y z, mass.
(define (body x y z vx vy vz mass)
  (vector x y z vx vy vz mass))

(define bodies
  (list (body 0.0 0.0 0.0 0.0 0.0 0.0 40.0)
        (body 4.8 -1.2 -0.1 0.6 2.8 -0.02 0.04)
        (body 8.3 4.1 -0.4 -1.0 1.8 0.008 0.011)
        (body 12.9 -15.1 -0.2 1.1 0.9 -0.01 0.0017)
        (body 15.4 -25.9 0.2 1.0 0.6 -0.03 0.002)))

(define (pull! a b dt)
  (let* ((dx (- (vector-ref a 0) (vector-ref b 0)))
         (dy (- (vector-ref a 1) (vector-ref b 1)))
         (dz (- (vector-ref a 2) (vector-ref b 2)))
         (d2 (+ (* dx dx) (* dy dy) (* dz dz)))
         (strength (/ dt (* d2 (sqrt d2))))
         (by-b (* (vector-ref b 6) strength))
         (by-a (* (vector-ref a 6) strength)))
    (vector-set! a 3 (- (vector-ref a 3) (* dx by-b)))
    (vector-set! a 4 (- (vector-ref a 4) (* dy by-b)))
    (vector-set! a 5 (- (vector-ref a 5) (* dz by-b)))
    (vector-set! b 3 (+ (vector-ref b 3) (* dx by-a)))
    (vector-set! b 4 (+ (vector-ref b 4) (* dy by-a)))
    (vector-set! b 5 (+ (vector-ref b 5) (* dz by-a)))))

(define (move! a dt)
  (vector-set! a 0 (+ (vector-ref a 0) (* dt (vector-ref a 3))))
  (vector-set! a 1 (+ (vector-ref a 1) (* dt (vector-ref a 4))))
  (vector-set! a 2 (+ (vector-ref a 2) (* dt (vector-ref a 5)))))

(define (advance! dt)
  (let outer ((rest bodies))
    (if (pair? rest)
        (begin
          (let inner ((others (cdr rest)))
            (if (pair? others)
                (begin
                  (pull! (car rest) (car others) dt)
                  (inner (cdr others)))))
          (outer (cdr rest)))))
  (for-each (lambda (a) (move! a dt)) bodies))

(define (energy)
  (let outer ((rest bodies) (sum 0.0))
    (if (null? rest)
        sum
        (let* ((a (car rest))
               (vx (vector-ref a 3))
               (vy (vector-ref a 4))
               (vz (vector-ref a 5))
               (kinetic (* 0.5 (vector-ref a 6) (+ (* vx vx) (* vy vy) (* vz vz)))))
          (let inner ((others (cdr rest)) (sum (+ sum kinetic)))
            (if (null? others)
                (outer (cdr rest) sum)
                (let* ((b (car others))
                       (dx (- (vector-ref a 0) (vector-ref b 0)))
                       (dy (- (vector-ref a 1) (vector-ref b 1)))
                       (dz (- (vector-ref a 2) (vector-ref b 2)))
                       (distance (sqrt (+ (* dx dx) (* dy dy) (* dz dz)))))
                  (inner (cdr others)
                         (- sum (/ (* (vector-ref a 6) (vector-ref b 6)) distance))))))))))

(define (drift steps)
  (let ((before (energy)))
    (do ((i 0 (+ i 1)))
        ((= i steps) (/ (- (energy) before) before))
      (advance! 0.001))))

(check-near 'nbody (drift 800000) 0.0 1e-3)
