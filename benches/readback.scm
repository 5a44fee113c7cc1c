;; Writes data of many kinds to a file and reads it back with `read`.
;; group: text

(define path "readback.txt")

(define (make-datum i)
  (list 'record
        i
        (- (* i i))
        (/ i 8.0)
        (string-append "text \"" (number->string i) "\" \\ end")
        (vector #\a #\space (odd? i) '())
        (list 'nested (list 'quote (string->symbol (string-append "name-" (number->string (modulo i 50))))))
        (cons 'tail i)))

(define (make-data count)
  (let loop ((i 0) (data '()))
    (if (= i count) data (loop (+ i 1) (cons (make-datum i) data)))))

(define (write-data data)
  (if (file-exists? path) (delete-file path))
  (call-with-output-file path
    (lambda (port)
      (for-each (lambda (datum)
                  (write datum port)
                  (newline port))
                data))))

(define (read-data)
  (call-with-input-file path
    (lambda (port)
      (let loop ((data '()))
        (let ((datum (read port)))
          (if (eof-object? datum)
              (reverse data)
              (loop (cons datum data))))))))

(define (run count rounds)
  (let ((data (make-data count)))
    (let loop ((i 0) (good 0))
      (if (= i rounds)
          (begin
            (delete-file path)
            good)
          (begin
            (write-data data)
            (loop (+ i 1) (if (equal? data (read-data)) (+ good 1) good)))))))

(check 'readback (run 4000 50) 50)
