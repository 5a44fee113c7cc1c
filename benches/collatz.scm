;; The longest Collatz chain below a bound: one tight loop of integer division.
;; group: calls

(define (chain-length n)
  (let loop ((n n) (length 1))
    (cond ((= n 1) length)
          ((even? n) (loop (quotient n 2) (+ length 1)))
          (else (loop (+ (* 3 n) 1) (+ length 1))))))

(define (longest bound)
  (let loop ((n 1) (best 1) (best-length 1))
    (if (= n bound)
        best
        (let ((length (chain-length n)))
          (if (> length best-length)
              (loop (+ n 1) n length)
              (loop (+ n 1) best best-length))))))

(check 'collatz (longest 1000000) 837799)
