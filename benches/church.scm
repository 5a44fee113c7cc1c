;; Arithmetic with Church numerals: numbers are functions that apply a function so many times.
;; group: closure

(define zero (lambda (f) (lambda (x) x)))
(define (successor n) (lambda (f) (lambda (x) (f ((n f) x)))))
(define (plus a b) (lambda (f) (lambda (x) ((a f) ((b f) x)))))
(define (times a b) (lambda (f) (a (b f))))
(define (power a b) (b a))
(define (predecessor n)
  (lambda (f)
    (lambda (x)
      (((n (lambda (g) (lambda (h) (h (g f)))))
        (lambda (ignored) x))
       (lambda (y) y)))))

(define (numeral k)
  (if (= k 0) zero (successor (numeral (- k 1)))))
(define (value n)
  ((n (lambda (k) (+ k 1))) 0))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (let* ((three (numeral 3))
               (seven (numeral 7))
               (a (power three seven))
               (b (times (plus seven seven) (power seven three))))
          (loop (+ i 1) (+ sum (value (plus a (predecessor b)))))))))

(check 'church (repeat 9000) 62892000)
