;; Counts lines, words and characters of a text file.
;; group: text

(define source "wcfile-in.txt")

(define (write-source lines)
  (if (file-exists? source) (delete-file source))
  (call-with-output-file source
    (lambda (port)
      (do ((i 0 (+ i 1)))
          ((= i lines))
        (write-string "an eyas  is a young hawk, taken from the nest " port)
        (write i port)
        (newline port)))))

(define (count-in port)
  (let loop ((lines 0) (words 0) (chars 0) (in-word #f))
    (let ((c (read-char port)))
      (cond ((eof-object? c) (list lines words chars))
            ((char=? c #\newline) (loop (+ lines 1) words (+ chars 1) #f))
            ((char=? c #\space) (loop lines words (+ chars 1) #f))
            (in-word (loop lines words (+ chars 1) #t))
            (else (loop lines (+ words 1) (+ chars 1) #t))))))

(define (run lines rounds)
  (write-source lines)
  (let loop ((i 0) (counts '()))
    (if (= i rounds)
        (begin
          (delete-file source)
          counts)
        (loop (+ i 1) (call-with-input-file source count-in)))))

(check 'wcfile (run 20000 200) '(20000 220000 1028890))
