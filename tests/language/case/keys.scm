;; case on fixnums, characters, symbols, mixtures; ranges with gaps; =>; duplicates of work.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (digit n) (case n ((0) 'zero) ((1) 'one) ((2) 'two) ((3) 'three) ((4) 'four) ((5) 'five) ((6) 'six) ((7) 'seven) (else 'many)))
(show (map digit '(0 1 2 3 4 5 6 7 8 -1 100000000000000000000 1.0 a)))
(define (sparse n) (case n ((-1000000) 'a) ((0) 'b) ((1000000) 'c) ((1152921504606846975) 'd) ((1152921504606846976) 'e) ((2.5) 'f) (else 'g)))
(show (map sparse '(-1000000 0 1000000 1152921504606846975 1152921504606846976 2.5 1)))
(define (char-class c) (case c ((#\a #\e #\i #\o #\u) 'vowel) ((#\y) 'both) ((#\0 #\1 #\2 #\3) 'digit) ((#\λ) 'greek) (else 'other)))
(show (map char-class (list #\a #\u #\y #\3 #\λ #\z 97)))
(define (color s) (case s ((red crimson) 'r) ((green) 'g) ((blue navy) 'b) ((|two words|) 't) (else 'none)))
(show (map color (list 'red 'crimson 'navy 'green (string->symbol "two words") 'pink "red")))
(define (mixed x) (case x ((1 #\1 one) 'one) ((() #f) 'empty) ((#t) 'true) (else => (lambda (y) (list 'else y)))))
(show (map mixed (list 1 #\1 'one "1" '() #f #t 2)))
(show (case 5 ((1 2 3) 'a) ((4 5 6) => (lambda (x) (* x 10))) (else 'b)))
(show (let ((n 0)) (case (begin (set! n (+ n 1)) 3) ((1) 1) ((2) 2) ((3) n))))
(show (case 1 ((1) 'a 'b 'c)))
(show (case (string->symbol "x") ((x) 'same) (else 'not)))
(show (let loop ((state 'start) (n 0)) (case state ((start) (loop 'middle (+ n 1))) ((middle) (if (< n 5) (loop 'start (+ n 1)) (loop 'end n))) ((end) n))))
(define (vm code) (let loop ((pc 0) (stack '())) (case (vector-ref code pc) ((push) (loop (+ pc 2) (cons (vector-ref code (+ pc 1)) stack))) ((add) (loop (+ pc 1) (cons (+ (car stack) (cadr stack)) (cddr stack)))) ((mul) (loop (+ pc 1) (cons (* (car stack) (cadr stack)) (cddr stack)))) ((halt) (car stack)))))
(show (vm #(push 2 push 3 add push 4 mul halt)))
;--- output
; (zero one two three four five six seven many many many many many)
; (a b c d e f g)
; (vowel vowel both digit greek other other)
; (r r b g t none none)
; (one one one (else "1") empty empty true (else 2))
; 50
; 1
; c
; same
; 5
; 20
