;; Takeuchi's function where each value is returned by calling a captured continuation.
;; group: callcc

(define (ctak x y z)
  (call/cc (lambda (k) (ctak-to k x y z))))

(define (ctak-to k x y z)
  (if (< y x)
      (ctak-to k
               (call/cc (lambda (k) (ctak-to k (- x 1) y z)))
               (call/cc (lambda (k) (ctak-to k (- y 1) z x)))
               (call/cc (lambda (k) (ctak-to k (- z 1) x y))))
      (k z)))

(define (repeat count sum)
  (if (= count 0) sum (repeat (- count 1) (+ sum (ctak 18 12 6)))))

(check 'ctak (repeat 500 0) 3500)
