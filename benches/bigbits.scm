;; Shifts and masks of big integers, by powers of two: a shift register, and its ones counted by hand.
;; group: bignum

(define width 512)
(define full (expt 2 width))

;; What SRFI 151 calls bitwise operations has another name in each system: the quotient by a power of two and the
;; remainder are shifts and masks to all.
(define (step state)
  (let ((bit (modulo (+ state
                        (quotient state (expt 2 73))
                        (quotient state (expt 2 301)))
                     2)))
    (+ (quotient state 2) (* bit (quotient full 2)))))

(define (ones n)
  (let loop ((n n) (count 0))
    (if (= n 0)
        count
        (loop (quotient n 65536)
              (let inner ((low (modulo n 65536)) (count count))
                (if (= low 0) count (inner (quotient low 2) (+ count (modulo low 2)))))))))

(define (run steps state)
  (let loop ((i 0) (state state) (sum 0))
    (if (= i steps)
        sum
        (loop (+ i 1) (step state) (if (= 0 (modulo i 64)) (+ sum (ones state)) sum)))))

(check 'bigbits (run 1000000 (- full 12345)) 4023786)
