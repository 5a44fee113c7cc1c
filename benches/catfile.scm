;; Copies a text file character by character.
;; group: text

(define source "catfile-in.txt")
(define target "catfile-out.txt")

(define (write-source lines)
  (if (file-exists? source) (delete-file source))
  (call-with-output-file source
    (lambda (port)
      (do ((i 0 (+ i 1)))
          ((= i lines))
        (write-string "The quick brown falcon stoops at line " port)
        (write i port)
        (newline port)))))

(define (copy)
  (if (file-exists? target) (delete-file target))
  (call-with-input-file source
    (lambda (in)
      (call-with-output-file target
        (lambda (out)
          (let loop ((count 0))
            (let ((c (read-char in)))
              (if (eof-object? c)
                  count
                  (begin
                    (write-char c out)
                    (loop (+ count 1)))))))))))

(define (run lines rounds)
  (write-source lines)
  (let loop ((i 0) (total 0))
    (if (= i rounds)
        (begin
          (delete-file source)
          (delete-file target)
          total)
        (loop (+ i 1) (+ total (copy))))))

(check 'catfile (run 20000 100) 86889000)
