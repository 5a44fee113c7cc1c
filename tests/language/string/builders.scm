;; Strings made by append, copy, list, ports, map: equal in content, apart in identity.
(import (scheme base) (scheme write) (scheme char))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (repeat s n) (if (= n 0) "" (string-append s (repeat s (- n 1)))))
(show (repeat "ab" 5))
(show (string-length (repeat "λa" 100)))
(define a (string-append "one" " " "two"))
(define b (list->string (string->list "one two")))
(define c (substring "xone twox" 1 8))
(define d (let ((p (open-output-string))) (write-string "one" p) (write-char #\space p) (display "two" p) (get-output-string p)))
(define e (string-map char-downcase "ONE TWO"))
(define f (string #\o #\n #\e #\space #\t #\w #\o))
(show (list (string=? a b c d e f) (eq? a b) (eq? b c)))
(define (string-reverse s) (list->string (reverse (string->list s))))
(show (string-reverse "stressed λ"))
(define (split s c)
  (let loop ((i 0) (start 0) (parts '()))
    (cond ((= i (string-length s)) (reverse (cons (substring s start i) parts)))
          ((char=? (string-ref s i) c) (loop (+ i 1) (+ i 1) (cons (substring s start i) parts)))
          (else (loop (+ i 1) start parts)))))
(show (split "a,bc,,d," #\,))
(show (map string->number (split "1,2.5,x" #\,)))
(show (string-copy "abc" 1))
(show (let ((s (string-copy "abcdef"))) (string-copy! s 2 s 0 4) s))
(show (string<? "abc" "abd"))
(show (string-upcase "straße"))
;--- output
; "ababababab"
; 200
; (#t #f #f)
; "λ desserts"
; ("a" "bc" "" "d" "")
; (1 2.5 #f)
; "bc"
; "ababcd"
; #t
; "STRASSE"
