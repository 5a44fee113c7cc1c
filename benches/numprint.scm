;; Prints exact and inexact numbers to a string port and reads them back with `read`.
;; group: text

(define (print-all count)
  (let ((port (open-output-string)))
    (let loop ((i 0) (n 1))
      (if (= i count)
          (get-output-string port)
          (begin
            (write n port)
            (write-char #\space port)
            (write (/ n 1000.0) port)
            (write-char #\newline port)
            (loop (+ i 1) (modulo (+ (* n 48271) i) 2147483647)))))))

(define (sum-all text)
  (let ((port (open-input-string text)))
    (let loop ((sum 0))
      (let ((n (read port)))
        (if (eof-object? n)
            sum
            (loop (+ sum (- n (* 1000.0 (read port))))))))))

(define (repeat rounds worst)
  (if (= rounds 0)
      worst
      (repeat (- rounds 1) (max worst (abs (sum-all (print-all 20000)))))))

(check-near 'numprint (repeat 30 0.0) 0.0 1.0)
