;; Sums by calling closures that were made by closures: each counter has its own state and step.
;; group: closure

(define (make-counter start step)
  (let ((value start))
    (lambda ()
      (set! value (+ value (step value)))
      value)))

(define (constantly n) (lambda (ignored) n))
(define (alternating a b) (lambda (value) (if (even? value) a b)))
(define (combine f g) (lambda (value) (+ (f value) (g value))))

(define (drive counters rounds)
  (let loop ((i 0) (sum 0))
    (if (= i rounds)
        sum
        (loop (+ i 1)
              (let each ((counters counters) (sum sum))
                (if (null? counters)
                    sum
                    (each (cdr counters)
                          (modulo (+ sum ((car counters))) 65521))))))))

(check 'closuresum
       (drive (list (make-counter 0 (constantly 3))
                    (make-counter 5 (alternating 1 2))
                    (make-counter 9 (combine (constantly 1) (alternating 4 7)))
                    (make-counter 1 (combine (alternating 1 5) (alternating 2 2))))
              25000000)
       31442)
