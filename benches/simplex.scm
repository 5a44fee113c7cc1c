;; Linear programming by the simplex method on a dense tableau of flonums.
;; group: float

(define (tableau-ref t i j) (vector-ref (vector-ref t i) j))

;; Maximize sum of c·x subject to A x <= b, x >= 0, with b >= 0; row 0 is the objective.
(define (make-tableau rows columns seed)
  (let ((t (make-vector (+ rows 1))) (width (+ columns rows 1)))
    (let fill ((i 0) (seed seed))
      (if (> i rows)
          t
          (let ((row (make-vector width 0.0)))
            (let fill-row ((j 0) (seed seed))
              (if (= j columns)
                  (begin
                    (if (> i 0)
                        (begin
                          (vector-set! row (+ columns i -1) 1.0)
                          (vector-set! row (- width 1) (+ 50.0 (inexact (modulo seed 100))))))
                    (vector-set! t i row)
                    (fill (+ i 1) seed))
                  (let ((value (+ 1.0 (/ (inexact (modulo seed 1000)) 100.0))))
                    (vector-set! row j (if (= i 0) (- value) value))
                    (fill-row (+ j 1) (modulo (+ (* seed 3877) 29573) 139968))))))))))

(define (entering t width)
  (let ((objective (vector-ref t 0)))
    (let loop ((j 0) (best -1) (least -1e-9))
      (if (= j (- width 1))
          best
          (if (< (vector-ref objective j) least)
              (loop (+ j 1) j (vector-ref objective j))
              (loop (+ j 1) best least))))))

(define (leaving t height width column)
  (let loop ((i 1) (best -1) (least 0.0))
    (if (= i height)
        best
        (let ((a (tableau-ref t i column)))
          (if (> a 1e-9)
              (let ((ratio (/ (tableau-ref t i (- width 1)) a)))
                (if (or (< best 0) (< ratio least))
                    (loop (+ i 1) i ratio)
                    (loop (+ i 1) best least)))
              (loop (+ i 1) best least))))))

(define (pivot! t height width row column)
  (let* ((pivot-row (vector-ref t row))
         (scale (/ 1.0 (vector-ref pivot-row column))))
    (do ((j 0 (+ j 1)))
        ((= j width))
      (vector-set! pivot-row j (* scale (vector-ref pivot-row j))))
    (do ((i 0 (+ i 1)))
        ((= i height))
      (if (not (= i row))
          (let* ((other (vector-ref t i)) (factor (vector-ref other column)))
            (if (not (= factor 0.0))
                (do ((j 0 (+ j 1)))
                    ((= j width))
                  (vector-set! other j
                               (- (vector-ref other j)
                                  (* factor (vector-ref pivot-row j)))))))))))

(define (maximum rows columns seed)
  (let ((t (make-tableau rows columns seed))
        (height (+ rows 1))
        (width (+ columns rows 1)))
    (let loop ()
      (let ((column (entering t width)))
        (if (< column 0)
            (tableau-ref t 0 (- width 1))
            (let ((row (leaving t height width column)))
              (pivot! t height width row column)
              (loop)))))))

(define (total count seed)
  (let loop ((i 0) (sum 0.0))
    (if (= i count)
        sum
        (loop (+ i 1) (+ sum (maximum 40 30 (+ seed (* i 17))))))))

(check-near 'simplex (total 3000 7) 290565.32653313276 1e-6)
