;; Multiplies matrices of small integers, as vectors of rows, and checks by a random projection.
;; group: array

(define (make-matrix n f)
  (let ((m (make-vector n)))
    (do ((i 0 (+ i 1)))
        ((= i n) m)
      (let ((row (make-vector n 0)))
        (do ((j 0 (+ j 1)))
            ((= j n))
          (vector-set! row j (f i j)))
        (vector-set! m i row)))))

(define (multiply a b n)
  (make-matrix n
               (lambda (i j)
                 (let ((row (vector-ref a i)))
                   (let loop ((k 0) (sum 0))
                     (if (= k n)
                         sum
                         (loop (+ k 1)
                               (+ sum (* (vector-ref row k)
                                         (vector-ref (vector-ref b k) j))))))))))

(define (project m v n)
  (let ((result (make-vector n 0)))
    (do ((i 0 (+ i 1)))
        ((= i n) result)
      (let ((row (vector-ref m i)))
        (do ((j 0 (+ j 1)))
            ((= j n))
          (vector-set! result i (+ (vector-ref result i) (* (vector-ref row j) (vector-ref v j)))))))))

(define (run n)
  (let* ((a (make-matrix n (lambda (i j) (- (modulo (+ (* 7 i) (* 3 j)) 19) 9))))
         (b (make-matrix n (lambda (i j) (- (modulo (* (+ i 1) (+ j 2)) 23) 11))))
         (c (multiply a b n))
         (v (make-vector n 1)))
    (do ((i 0 (+ i 1)))
        ((= i n))
      (vector-set! v i (modulo (* i i) 13)))
    (equal? (project c v n) (project a (project b v n) n))))

(check 'matmul (run 640) #t)
