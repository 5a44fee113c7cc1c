;; The sieve again, in a bytevector and for odd numbers only.
;; group: array

(define (count-primes limit)
  (let* ((size (quotient limit 2)) (composite (make-bytevector size 0)))
    (let loop ((i 1) (count 1))
      (cond ((>= i size) count)
            ((= 0 (bytevector-u8-ref composite i))
             (let ((step (+ i i 1)))
               (do ((j (quotient (* step step) 2) (+ j step)))
                   ((>= j size))
                 (bytevector-u8-set! composite j 1))
               (loop (+ i 1) (+ count 1))))
            (else (loop (+ i 1) count))))))

(define (repeat count)
  (let loop ((i 0) (last 0))
    (if (= i count) last (loop (+ i 1) (count-primes 1000000)))))

(check 'bytesieve (repeat 200) 78498)
