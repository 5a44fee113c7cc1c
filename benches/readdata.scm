;; Reads nested data with `read` from a string, as a program does that keeps its state as text.
;; group: text

(define (entry i)
  (list (string->symbol (string-append "entry-" (number->string (modulo i 97))))
        (list 'id i)
        (list 'weight (/ i 4.0))
        (list 'tags 'fast 'small (quote (quote quoted)))
        (cons 'name (string-append "name " (number->string i)))
        (vector i (+ i 1) '() #t #\x)))

(define text
  (let ((port (open-output-string)))
    (do ((i 0 (+ i 1)))
        ((= i 500) (get-output-string port))
      (write (entry i) port)
      (newline port))))

(define (read-all port)
  (let loop ((count 0) (sum 0))
    (let ((datum (read port)))
      (if (eof-object? datum)
          (+ count sum)
          (loop (+ count 1) (+ sum (cadr (cadr datum))))))))

(define (repeat rounds total)
  (if (= rounds 0)
      total
      (repeat (- rounds 1) (+ total (read-all (open-input-string text))))))

(check 'readdata (repeat 1000 0) 125250000)
