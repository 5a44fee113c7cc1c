;; Predicates whose answer the next instruction branches on, in compiled code: where the answer is used again and where
;; it is not, on either side, for what machine code decides and for what it asks the runtime.
(import (scheme base) (scheme char) (scheme write))

(define (show x) (write x) (newline))
(define (attempt thunk)
  (call-with-current-continuation
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (if (error-object? e) (error-object-message e) e)))
      thunk))))

(define chars (string->list "aZ09_ \t\n\xA0;é€λ٣\x1d7d8;\x7f;@[`{/:"))

;; The answer is not looked at again.
(define (kind c)
  (cond ((char-alphabetic? c) 'letter)
        ((char-numeric? c) 'digit)
        ((char-whitespace? c) 'blank)
        (else 'other)))
;; It is the value.
(define (answer c)
  (let ((x (char-alphabetic? c)))
    (if x (list x) (vector x))))
(define (kept c)
  (let ((x (char-numeric? c)))
    (let ((y (if x 'yes 'no)))
      (list x y x))))
(define (either c) (or (char-alphabetic? c) (char-numeric? c) (char=? c #\_)))
(define (both c d) (and (char<=? #\a c) (char<=? c d) (char>=? d c) c))
(define (neither c) (not (or (char-whitespace? c) (char-alphabetic? c))))
;; Nested, and as an argument.
(define (steps n)
  (if (even? n) (if (zero? n) 'zero (if (positive? n) 'even 'minus-even)) (if (negative? n) 'minus-odd 'odd)))
(define (parity n) (let ((e (even? n))) (list e (if e 'e 'o) (odd? n) (if (odd? n) n (- n)))))
(define (same a b) (let ((x (eq? a b))) (if x (cons x 1) (cons 2 x))))
(define (collecting c)
  (let ((x (char-alphabetic? c)))
    (if x (list (make-string 3 c) x (make-vector 2 x)) (list x (string c) (char-upcase c)))))
;; The branch is the head of a loop, which the answer goes round.
(define (rounds n)
  (let loop ((k 0) (go (even? n)))
    (if go (loop (+ k 1) (odd? (+ k 1))) k)))
;; The loop does not change it.
(define (up-to n v)
  (let ((x (even? n)))
    (let loop ()
      (if x
          (if (< (vector-ref v 0) 5)
              (begin (vector-set! v 0 (+ 1 (vector-ref v 0))) (loop))
              (list x v))
          (if (< (vector-ref v 0) 7)
              (begin (vector-set! v 0 (+ 1 (vector-ref v 0))) (loop))
              (list v))))))
(define (letters s)
  (let loop ((i 0) (go (char-alphabetic? (string-ref s 0))))
    (if go (loop (+ i 1) (and (< (+ i 1) (string-length s)) (char-alphabetic? (string-ref s (+ i 1))))) i)))

(define (all)
  (list (map rounds (list 0 1 2 (expt 2 70) (+ 1 (expt 2 70))))
        (map (lambda (n) (up-to n (vector 0))) '(0 1 2.0 3.0))
        (map letters '("abc1" "1abc" "aλb-" "ab" "€"))
        (map kind chars) (map answer chars) (map kept chars) (map either chars) (map neither chars)
        (map (lambda (c) (both c #\q)) chars)
        (map steps (list 0 1 2 -1 -2 (expt 2 80) (- (expt 2 80)) (+ 1 (expt 2 80)) 3.0 4.0 -3.0))
        (map parity (list 0 1 -1 (expt 3 70) 2.0))
        (map same '(a b 1 #f) '(a c 1 #t))
        (map collecting chars)
        (map char-upcase chars) (map char-downcase chars)
        (map (lambda (x) (attempt (lambda () (kind x)))) '(1 "a" #f a 1.5))
        (map (lambda (x) (attempt (lambda () (steps x)))) '(#\a "a" #f 1.5))
        (map (lambda (x) (attempt (lambda () (char-upcase x)))) '(97 "a" #f))
        (map (lambda (x) (attempt (lambda () (char-downcase x)))) '(65 "A" #t))))

(define first (all))
(for-each (lambda (part) (for-each (lambda (x) (write x) (display " ")) part) (display ".") (newline)) first)
(show (let loop ((i 0))
        (cond ((= i 80) 'same)
              ((equal? (all) first) (loop (+ i 1)))
              (else (list 'different i (all))))))
;--- output
; 2 0 2 2 0 .
; (#t #(5)) (#(7)) (#t #(5)) (#(7)) .
; 3 0 3 2 0 .
; letter letter digit digit other blank blank blank blank letter other letter digit digit other other other other other other other .
; (#t) (#t) #(#f) #(#f) #(#f) #(#f) #(#f) #(#f) #(#f) (#t) #(#f) (#t) #(#f) #(#f) #(#f) #(#f) #(#f) #(#f) #(#f) #(#f) #(#f) .
; (#f no #f) (#f no #f) (#t yes #t) (#t yes #t) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#t yes #t) (#t yes #t) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) (#f no #f) .
; #t #t #t #t #t #f #f #f #f #t #f #t #t #t #f #f #f #f #f #f #f .
; #f #f #t #t #t #f #f #f #f #f #t #f #t #t #t #t #t #t #t #t #t .
; #\a #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f #f .
; zero odd even minus-odd minus-even even minus-even odd odd even minus-odd .
; (#t e #f 0) (#f o #t 1) (#f o #t -1) (#f o #t 2503155504993241601315571986085849) (#t e #f -2.0) .
; (#t . 1) (2 . #f) (#t . 1) (2 . #f) .
; ("aaa" #t #(#t #t)) ("ZZZ" #t #(#t #t)) (#f "0" #\0) (#f "9" #\9) (#f "_" #\_) (#f " " #\space) (#f "\t" #\tab) (#f "\n" #\newline) (#f " " #\xa0) ("ééé" #t #(#t #t)) (#f "€" #\€) ("λλλ" #t #(#t #t)) (#f "٣" #\٣) (#f "𝟘" #\𝟘) (#f "\x7f;" #\delete) (#f "@" #\@) (#f "[" #\[) (#f "`" #\`) (#f "{" #\{) (#f "/" #\/) (#f ":" #\:) .
; #\A #\Z #\0 #\9 #\_ #\space #\tab #\newline #\xa0 #\É #\€ #\Λ #\٣ #\𝟘 #\delete #\@ #\[ #\` #\{ #\/ #\: .
; #\a #\z #\0 #\9 #\_ #\space #\tab #\newline #\xa0 #\é #\€ #\λ #\٣ #\𝟘 #\delete #\@ #\[ #\` #\{ #\/ #\: .
; "char-alphabetic?: expected a character" "char-alphabetic?: expected a character" "char-alphabetic?: expected a character" "char-alphabetic?: expected a character" "char-alphabetic?: expected a character" .
; "even?: expected a number" "even?: expected a number" "even?: expected a number" "even?: expected an integer" .
; "char-upcase: expected a character" "char-upcase: expected a character" "char-upcase: expected a character" .
; "char-downcase: expected a character" "char-downcase: expected a character" "char-downcase: expected a character" .
; same
