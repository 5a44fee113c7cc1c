;; String reads and writes in both widths, and bounds.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(define s (string-copy "hello"))
(show (string-ref s 0))
(show (string-ref s (id 4)))
(string-set! s (id 0) #\J)
(show s)
(show (string-length s))
;; Latin-1 stays narrow, anything above widens in place: all references see it.
(define t s)
(string-set! s 1 #\é)
(string-set! s 2 #\λ)
(string-set! s 3 #\x1F600)
(show t)
(show (map char->integer (string->list t)))
(string-set! t 2 #\l)
(string-set! t 3 #\l)
(show (string=? s "Jéllo"))
(show (equal? (string-append s "λ") "Jélloλ"))
(show (attempt (string-ref s (id 5))))
(show (attempt (string-ref s (id -1))))
(show (attempt (string-ref (id 'a) 0)))
(show (attempt (string-ref s (id 'a))))
(show (attempt (string-set! s (id 5) #\a)))
(show (attempt (string-set! s 0 (id 97))))
(show (attempt (string-set! "literal" 0 #\a)))
(show (attempt (string-set! (symbol->string 'sym) 0 #\a)))
(show (attempt (string-length (id 5))))
(show (let loop ((i 0) (n 0)) (if (= i (string-length s)) n (loop (+ i 1) (if (char=? (string-ref s i) #\l) (+ n 1) n)))))
(show (string->symbol (string-append "a" "b")))
(show (let ((s (make-string 100000 #\a))) (string-set! s 99999 #\λ) (list (string-length s) (string-ref s 99999) (string-ref s 0))))
;--- output
; #\h
; #\o
; "Jello"
; 5
; "Jéλ😀o"
; (74 233 955 128512 111)
; #t
; #t
; error
; error
; error
; error
; error
; error
; error
; error
; error
; 2
; ab
; (100000 #\λ #\a)
