;; Comparison of characters as value and as test.
(import (scheme base) (scheme write) (scheme char))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(define (all a b) (list (if (char<? a b) 1 0) (if (char<=? a b) 1 0) (if (char=? a b) 1 0) (if (char>=? a b) 1 0) (if (char>? a b) 1 0)))
(show (all #\a #\b))
(show (all #\b #\b))
(show (all #\x1F600 #\λ))
(show (list (char=? (id #\a) #\a) (char<? #\a (id #\b) #\c) (char=? #\a #\a (id #\b))))
(show (attempt (if (char=? (id "a") #\a) 1 2)))
(show (attempt (char<? #\a (id 97))))
(show (list (char-alphabetic? (integer->char 955)) (char->integer (id #\newline))))
;--- output
; (1 1 0 0 0)
; (0 1 1 1 0)
; (0 0 0 1 1)
; (#t #t #f)
; error
; error
; (#t 10)
