;; The doubly recursive Fibonacci function: calls, small integers, nothing else.
;; group: calls

(define (fib n)
  (if (< n 2)
      n
      (+ (fib (- n 1)) (fib (- n 2)))))

(check 'fib (fib 41) 165580141)
