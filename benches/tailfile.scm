;; Reads a file by lines and writes the lines in reverse order, then checks the order by reading that.
;; group: text

(define source "tailfile-in.txt")
(define target "tailfile-out.txt")

(define (write-lines path lines)
  (if (file-exists? path) (delete-file path))
  (call-with-output-file path
    (lambda (port)
      (for-each (lambda (line)
                  (write-string line port)
                  (newline port))
                lines))))

(define (make-lines count)
  (let loop ((i 0) (lines '()))
    (if (= i count)
        lines
        (loop (+ i 1)
              (cons (string-append "line " (number->string i) ", and then some more text to carry")
                    lines)))))

(define (read-reversed path)
  (call-with-input-file path
    (lambda (port)
      (let loop ((lines '()))
        (let ((line (read-line port)))
          (if (eof-object? line)
              lines
              (loop (cons line lines))))))))

(define (run count rounds)
  (let ((lines (make-lines count)))
    (write-lines source lines)
    (let loop ((i 0))
      (if (= i rounds)
          (let ((result (equal? (read-reversed target) lines)))
            (delete-file source)
            (delete-file target)
            result)
          (begin
            (write-lines target (read-reversed source))
            (loop (+ i 1)))))))

(check 'tailfile (run 20000 70) #t)
