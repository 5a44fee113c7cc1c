;; Fills, rotates, accumulates and reverses vectors in place.
;; group: array

(define (fill-squares! v)
  (do ((i 0 (+ i 1)))
      ((= i (vector-length v)))
    (vector-set! v i (modulo (* i i) 1009))))

(define (accumulate! v)
  (do ((i 1 (+ i 1)))
      ((= i (vector-length v)))
    (vector-set! v i (modulo (+ (vector-ref v i) (vector-ref v (- i 1))) 1009))))

(define (reverse! v)
  (let loop ((i 0) (j (- (vector-length v) 1)))
    (if (< i j)
        (let ((kept (vector-ref v i)))
          (vector-set! v i (vector-ref v j))
          (vector-set! v j kept)
          (loop (+ i 1) (- j 1))))))

(define (rotate! v k)
  (let* ((n (vector-length v)) (copy (make-vector n 0)))
    (do ((i 0 (+ i 1)))
        ((= i n))
      (vector-set! copy (modulo (+ i k) n) (vector-ref v i)))
    (do ((i 0 (+ i 1)))
        ((= i n))
      (vector-set! v i (vector-ref copy i)))))

(define (sum v)
  (let loop ((i 0) (total 0))
    (if (= i (vector-length v)) total (loop (+ i 1) (+ total (vector-ref v i))))))

(define (run rounds size)
  (let ((v (make-vector size 0)))
    (let loop ((i 0) (total 0))
      (if (= i rounds)
          total
          (begin
            (fill-squares! v)
            (rotate! v (* 7 i))
            (accumulate! v)
            (reverse! v)
            (accumulate! v)
            (loop (+ i 1) (modulo (+ total (sum v)) 1000003)))))))

(check 'arrayfill (run 2700 10000) 172338)
