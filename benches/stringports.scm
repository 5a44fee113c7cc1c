;; Writes to string ports and reads from them: a formatter and a reader of comma-separated fields.
;; group: text

(define (format-row i)
  (let ((port (open-output-string)))
    (write i port)
    (write-char #\, port)
    (write (string-append "name " (number->string (* 7 i))) port)
    (write-char #\, port)
    (display (* i 0.5) port)
    (write-char #\, port)
    (display (list i (+ i 1)) port)
    (get-output-string port)))

;; Fields between commas; a quoted field may hold commas.
(define (split-row row)
  (let ((port (open-input-string row)))
    (let loop ((chars '()) (fields '()) (quoted #f))
      (let ((c (read-char port)))
        (cond ((eof-object? c)
               (reverse (cons (list->string (reverse chars)) fields)))
              ((char=? c #\") (loop chars fields (not quoted)))
              ((and (char=? c #\,) (not quoted))
               (loop '() (cons (list->string (reverse chars)) fields) #f))
              (else (loop (cons c chars) fields quoted)))))))

(define (run count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (let ((fields (split-row (format-row i))))
          (loop (+ i 1)
                (modulo (+ sum (string->number (car fields)) (string-length (cadr fields))
                           (length fields))
                        1000003))))))

(check 'stringports (run 500000) 216246)
