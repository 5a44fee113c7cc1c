;; 6.13: file ports; 6.14: files.
(import (scheme base) (scheme file) (scheme read) (scheme write) (scheme process-context) (scheme time) (check))

;; A name of this run alone: the modes of one test run side by side.
(define folder (or (get-environment-variable "EYAS_TEST_TMP") "/tmp"))
(define name
  (let loop ((i (current-jiffy)))
    (let ((name (string-append folder "/r7rs-files-" (number->string i) ".tmp")))
      (if (file-exists? name) (loop (+ i 1)) name))))

(check (file-exists? name) => #f)
(check (call-with-output-file name (lambda (p) (write '(1 "two" #\3 λ) p) (newline p) (display "line" p) 'result)) => result)
(check (file-exists? name) => #t)
(check (call-with-input-file name (lambda (p) (let* ((a (read p)) (b (read-line p)) (c (read-line p))) (list a b c (eof-object? (read-line p))))))
       => ((1 "two" #\3 λ) "" "line" #t))
(check (with-input-from-file name (lambda () (read))) => (1 "two" #\3 λ))
(check (begin (with-output-to-file name (lambda () (write-string "new λ text"))) (call-with-input-file name read-line)) => "new λ text")
(check (let ((p (open-output-file name))) (write-string "abc" p) (flush-output-port p) (close-port p) (output-port-open? p)) => #f)
(check (let* ((p (open-input-file name)) (s (read-string 100 p))) (close-input-port p) s) => "abc")
(check (let ((p (open-binary-output-file name))) (write-bytevector #u8(0 255 #xCE #xBB 10) p) (write-u8 7 p) (close-output-port p) 'ok) => ok)
(check (let* ((p (open-binary-input-file name)) (b (read-bytevector 100 p))) (close-port p) b) => #u8(0 255 #xCE #xBB 10 7))
(check (let ((p (open-binary-input-file name))) (let ((r (list (binary-port? p) (textual-port? p) (peek-u8 p)))) (close-port p) r)) => (#t #f 0))
;; More than any buffer
(check (let ((line (make-string 99 #\λ)))
         (call-with-output-file name (lambda (p) (do ((i 0 (+ i 1))) ((= i 500)) (write-string line p) (newline p))))
         (call-with-input-file name
           (lambda (p) (let loop ((n 0)) (let ((l (read-line p))) (if (eof-object? l) n (if (string=? l line) (loop (+ n 1)) 'differs)))))))
       => 500)
(check (begin (delete-file name) (file-exists? name)) => #f)
(check-error (delete-file name))
(check-error (open-input-file name))
(check-error (open-binary-input-file name))
(check-error (open-output-file (string-append folder "/no-such-folder/x")))
(check-error (call-with-input-file name read))
(check-error (with-input-from-file name read))
(check-error (open-input-file 'name))
(check-error (file-exists? 5))
(check-error (delete-file 5))

(finish)
;--- output
; 22 checks
