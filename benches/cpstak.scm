;; Takeuchi's function in continuation-passing style: a closure for every call, and only tail calls.
;; group: calls

(define (tak/k x y z k)
  (if (< y x)
      (tak/k (- x 1) y z
             (lambda (a)
               (tak/k (- y 1) z x
                      (lambda (b)
                        (tak/k (- z 1) x y
                               (lambda (c) (tak/k a b c k)))))))
      (k z)))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (loop (+ i 1) (+ sum (tak/k 24 16 8 (lambda (a) a)))))))

(check 'cpstak (repeat 140) 1260)
