;; The sieve of Eratosthenes in a vector of booleans.
;; group: array

(define (count-primes limit)
  (let ((prime (make-vector (+ limit 1) #t)))
    (let loop ((n 2) (count 0))
      (cond ((> n limit) count)
            ((vector-ref prime n)
             (do ((multiple (* n n) (+ multiple n)))
                 ((> multiple limit))
               (vector-set! prime multiple #f))
             (loop (+ n 1) (+ count 1)))
            (else (loop (+ n 1) count))))))

(define (repeat count)
  (let loop ((i 0) (last 0))
    (if (= i count) last (loop (+ i 1) (count-primes 1000000)))))

(check 'primes (repeat 70) 78498)
