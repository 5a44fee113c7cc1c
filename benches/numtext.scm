;; Prints numbers as text in several radices and reads them back, exact and inexact.
;; group: string

(define (round-trip n radix)
  (= n (string->number (number->string n radix) radix)))

(define (exact-trips count)
  (let loop ((i 0) (n 1) (length 0))
    (if (= i count)
        length
        (let ((m (modulo (+ (* n 48271) i) 2147483647)))
          (loop (+ i 1)
                m
                (if (and (round-trip m 10) (round-trip (- m) 16) (round-trip m 2))
                    (+ length (string-length (number->string m)))
                    -1000000))))))

(define (inexact-trips count)
  (let loop ((i 0) (x 0.7) (good 0))
    (if (= i count)
        good
        (loop (+ i 1)
              (* 3.7 x (- 1.0 x))
              (if (= x (string->number (number->string x))) (+ good 1) good)))))

(check 'numtext (list (exact-trips 400000) (inexact-trips 200000)) '(3793075 200000))
