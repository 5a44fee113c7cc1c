;; Standard input: characters, lines, data, until its end.
;; input: first line\n(a datum) rest\nλ last
(import (scheme base) (scheme write) (scheme read))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(show (peek-char))
(show (read-char))
(show (read-line))
(show (read))
(show (read-line))
(show (read-string 1))
(show (read))
(show (eof-object? (read-char)))
(show (eof-object? (read-line)))
;--- output
; #\f
; #\f
; "irst line"
; (a datum)
; " rest"
; "λ"
; last
; #t
; #t
