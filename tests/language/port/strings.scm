;; String ports: reading and writing by character, line, datum, in any mixture.
(import (scheme base) (scheme write) (scheme read))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (words s)
  (define p (open-input-string s))
  (let loop ((word '()) (all '()))
    (let ((c (read-char p)))
      (define (flush) (if (null? word) all (cons (list->string (reverse word)) all)))
      (cond ((eof-object? c) (reverse (flush)))
            ((char=? c #\space) (loop '() (flush)))
            (else (loop (cons c word) all))))))
(show (words "  the quick  brown fox "))
(define p (open-input-string "(a b) rest of line\n\"str\" 42λ"))
(show (read p))
(show (peek-char p))
(show (read-line p))
(show (read p))
(show (read-char p))
(show (read-string 2 p))
(show (read-char p))
(show (eof-object? (read-char p)))
(show (eof-object? (read p)))
(define out (open-output-string))
(write 'a out)
(display " \"b\" " out)
(write "c\n" out)
(write-char #\λ out)
(newline out)
(write-string "0123456789" out 3 6)
(show (get-output-string out))
(define (copy-all from) (let ((to (open-output-string))) (let loop () (let ((c (read-char from))) (if (eof-object? c) (get-output-string to) (begin (write-char c to) (loop)))))))
(define long (make-string 20000 #\é))
(show (string=? (copy-all (open-input-string long)) long))
(show (let ((p (open-input-string "a\nb\n\nc"))) (let loop ((l '())) (let ((x (read-line p))) (if (eof-object? x) (reverse l) (loop (cons x l)))))))
(show (attempt (read (open-input-string "(1 2"))))
(show (attempt (write-char #\a p)))
(show (attempt (read-char out)))
;--- output
; ("the" "quick" "brown" "fox")
; (a b)
; #\space
; " rest of line"
; "str"
; #\space
; "42"
; #\λ
; #t
; #t
; "a \"b\" \"c\\n\"λ\n345"
; #t
; ("a" "b" "" "c")
; error
; error
; error
