;; The spectral norm of an infinite matrix cut to n × n, by the power method.
;; group: float

(define (entry i j)
  (/ 1.0 (inexact (+ (quotient (* (+ i j) (+ i j 1)) 2) i 1))))

(define (multiply! n from into element)
  (do ((i 0 (+ i 1)))
      ((= i n))
    (let loop ((j 0) (sum 0.0))
      (if (= j n)
          (vector-set! into i sum)
          (loop (+ j 1) (+ sum (* (element i j) (vector-ref from j))))))))

(define (multiply-both! n from into between)
  (multiply! n from between entry)
  (multiply! n between into (lambda (i j) (entry j i))))

(define (norm n)
  (let ((u (make-vector n 1.0)) (v (make-vector n 0.0)) (between (make-vector n 0.0)))
    (do ((k 0 (+ k 1)))
        ((= k 10))
      (multiply-both! n u v between)
      (multiply-both! n v u between))
    (let loop ((i 0) (uv 0.0) (vv 0.0))
      (if (= i n)
          (sqrt (/ uv vv))
          (loop (+ i 1)
                (+ uv (* (vector-ref u i) (vector-ref v i)))
                (+ vv (* (vector-ref v i) (vector-ref v i))))))))

(check-near 'spectral (norm 1200) 1.27422415 1e-7)
