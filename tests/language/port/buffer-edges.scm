;; modes: normal nursery
;; Files longer than a buffer, with characters of one to four bytes at every place of its edge, lines longer than it,
;; and data that begin in one buffer and end in the next.
(import (scheme base) (scheme char) (scheme file) (scheme process-context) (scheme read) (scheme time) (scheme write))

;; A name of this run alone: the modes of one test run side by side.
(define path
  (string-append (or (get-environment-variable "EYAS_TEST_TMP") "/tmp") "/buffer-edges-"
                 (number->string (exact (floor (* 1e6 (current-second))))) "-"
                 (number->string (current-jiffy)) ".tmp"))
(define (fresh) (if (file-exists? path) (delete-file path)))
(define (write-file . texts)
  (fresh)
  (call-with-output-file path
    (lambda (port) (for-each (lambda (text) (write-string text port)) texts))))

(define (read-chars port)
  (let loop ((n 0) (wide 0) (last #f))
    (let ((c (read-char port)))
      (if (eof-object? c)
          (list n wide last)
          (loop (+ n 1) (if (char>? c #\x7f) (+ wide 1) wide) c)))))

(define (peek-chars port)
  (let loop ((n 0))
    (let ((c (peek-char port)))
      (cond ((eof-object? c) n)
            ((eqv? c (read-char port)) (loop (+ n 1)))
            (else 'different)))))

;; Around the 32 KiB of a buffer.
(define results
  (map (lambda (before)
         (write-file (make-string before #\a) "λé€😀" (make-string 100 #\b))
         (let ((read (call-with-input-file path read-chars))
               (peeked (call-with-input-file path peek-chars))
               (line (call-with-input-file path read-line)))
           (and (equal? read (list (+ before 104) 4 #\b))
                (eqv? peeked (+ before 104))
                (= (string-length line) (+ before 104))
                (equal? (string-copy line before (+ before 4)) "λé€😀"))))
       '(32758 32759 32760 32761 32762 32763 32764 32765 32766 32767 32768 32769 65530 65535)))
(write results)
(newline)

;; Copied character by character.
(define (copied)
  (let ((in (open-input-file path)) (out (open-output-string)))
    (let loop ((c (read-char in)))
      (if (eof-object? c)
          (get-output-string out)
          (begin (write-char c out) (loop (read-char in)))))))
(write (string=? (copied) (call-with-input-file path (lambda (port) (read-string 1000000 port)))))
(newline)

;; Data across edges.
(define datum '(name "a string with \"quotes\" and λ" (1 -2.5 3/4 . tail) #(#\a #\λ ()) 'x |odd name| 12345678901234567890))
(fresh)
(call-with-output-file path
  (lambda (port)
    (do ((i 0 (+ i 1))) ((= i 2000))
      (write datum port)
      (if (even? i) (newline port)))))
(write
 (call-with-input-file path
   (lambda (port)
     (let loop ((n 0))
       (let ((d (read port)))
         (cond ((eof-object? d) n)
               ((equal? d datum) (loop (+ n 1)))
               (else (list 'different d))))))))
(newline)

;; A datum of many buffers, and what follows it.
(fresh)
(call-with-output-file path
  (lambda (port)
    (write-char #\( port)
    (do ((i 0 (+ i 1))) ((= i 30000)) (write i port) (write-char #\space port))
    (write-string ") end" port)))
(call-with-input-file path
  (lambda (port)
    (let* ((l (read port)) (next (read port)))
      (write (list (length l) (apply + l) next (eof-object? (read port))))
      (newline))))
(fresh)
;--- output
; (#t #t #t #t #t #t #t #t #t #t #t #t #t #t)
; #t
; 2000
; (30000 449985000 end #t)
