;; Fibonacci in successor arithmetic whose every step returns through a continuation.
;; group: callcc

(define (add-one n k) (k (+ n 1)))
(define (take-one n k) (k (- n 1)))

(define (add a b k)
  (if (= b 0)
      (k a)
      (add (call/cc (lambda (k) (add-one a k)))
           (call/cc (lambda (k) (take-one b k)))
           k)))

(define (fib n k)
  (if (< n 2)
      (k n)
      (let* ((a (call/cc (lambda (k) (fib (- n 1) k))))
             (b (call/cc (lambda (k) (fib (- n 2) k)))))
        (add a b k))))

(check 'fibc (call/cc (lambda (k) (fib 33 k))) 3524578)
