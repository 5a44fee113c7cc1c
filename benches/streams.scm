;; The primes by a sieve over lazy streams, made of pairs whose rest is a memoizing closure.
;; group: closure

(define (lazily make)
  (let ((done #f) (value #f))
    (lambda ()
      (if (not done)
          (begin (set! value (make)) (set! done #t) (set! make #f)))
      value)))

(define (head stream) (car stream))
(define (rest stream) ((cdr stream)))

(define (integers-from n)
  (cons n (lazily (lambda () (integers-from (+ n 1))))))

(define (keep wanted? stream)
  (if (wanted? (head stream))
      (cons (head stream) (lazily (lambda () (keep wanted? (rest stream)))))
      (keep wanted? (rest stream))))

(define (sieve stream)
  (let ((prime (head stream)))
    (cons prime
          (lazily (lambda ()
                    (sieve (keep (lambda (n) (not (= 0 (remainder n prime))))
                                 (rest stream))))))))

(define (nth stream n)
  (if (= n 0) (head stream) (nth (rest stream) (- n 1))))

;; The 5,000th prime, counted from the first at 0.
(check 'streams (nth (sieve (integers-from 2)) 5000) 48619)
