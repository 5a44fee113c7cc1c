;; Case mapping, UTF-8 and lists of characters: ASCII, Latin-1, wide, across the borders of encodings and of buffers.
(import (scheme base) (scheme char) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax fails
  (syntax-rules () ((_ e) (show (guard (c ((error-object? c) (error-object-message c))) e)))))

(show (map string-upcase '("" "abc" "straße" "µÿ÷é" "пёс" "χάος" "ﬁn" "ტ" "𐐨" "チョウ")))
(show (map string-downcase '("" "ABC" "ÀÞ×ß" "ПЁС" "ΧΆΟΣ ΣΑΣ." "ΣΣ" "İK" "Ტ" "𐐀" "チョウ")))
(show (map string-foldcase '("" "ABC" "Straße ẞ" "ΧΆΟΣ" "ÀÞ×" "𐐀")))
(define ascii "abc")
(define copy (string-upcase ascii))
(string-set! copy 0 #\λ)
(show (list ascii copy))
(show (map char-upcase '(#\a #\ß #\ÿ #\µ #\÷ #\ς #\џ #\я #\あ)))
(show (map char-downcase '(#\A #\ẞ #\Ÿ #\× #\Σ #\Џ #\Я #\K #\あ)))

;; What is alphabetic on both sides of what a table or the library tells.
(define (kinds s)
  (map (lambda (c)
         (cond ((char-alphabetic? c) 'a) ((char-numeric? c) 'n) ((char-whitespace? c) 'w) (else '-)))
       (string->list s)))
(show (kinds "aZ_9 \xa0;ªµº×÷ÿĀʁ˂ΑώϿЯ҂Ґ、々あー・漢힣\xd7ff;\xe000;\xffff;𐐀𝟘🙂\x10ffff;\x2003;٣"))
(show (let loop ((i 0) (n 0))
        (if (= i 3000) n (loop (+ i 1) (if (char-alphabetic? (integer->char (+ i 40))) (+ n 1) n)))))

;; Long enough that counting goes through several blocks.
(define (repeat n s) (if (= n 0) "" (string-append s (repeat (- n 1) s))))
(define (round-trip s)
  (let* ((bytes (string->utf8 s)) (back (utf8->string bytes)))
    (list (string-length s) (bytevector-length bytes) (string=? s back))))
(show (map (lambda (s) (map (lambda (n) (round-trip (repeat n s))) '(1 63 64 191 192 193 400)))
           '("a" "ÿ" "Ā" "\xd7ff;" "\xe000;" "\xffff;" "\x10000;" "aé漢🙂")))

(show (map list->string (list '() '(#\a) '(#\a #\ÿ) '(#\ÿ #\Ā) '(#\🙂 #\a))))
(for-each
 (lambda (n)
   (let ((s (list->string (append (make-list n #\x) (list #\λ)))))
     (show (list (string-length s) (string-ref s 0) (string-ref s n)))))
 '(62 63 64 65 127 128 129))
(fails (list->string '(#\a . #\b)))
(fails (list->string '(#\a b #\c)))
(fails (list->string '(#\a b . #\c)))
(fails (list->string (let ((l (make-list 100 #\x))) (set-cdr! (list-tail l 99) l) l)))
(fails (list->string (let ((l (list 'a))) (set-cdr! l l) l)))
(fails (list->string #\a))
;--- output
; ("" "ABC" "STRASSE" "ΜŸ÷É" "ПЁС" "ΧΆΟΣ" "FIN" "Ტ" "𐐀" "チョウ")
; ("" "abc" "àþ×ß" "пёс" "χάος σας." "σς" "i̇k" "ტ" "𐐨" "チョウ")
; ("" "abc" "strasse ss" "χάοσ" "àþ×" "𐐨")
; ("abc" "λBC")
; (#\A #\ß #\Ÿ #\Μ #\÷ #\Σ #\Џ #\Я #\あ)
; (#\a #\ß #\ÿ #\× #\σ #\џ #\я #\k #\あ)
; (a a - n w w a a a - - a a a - a a a a - a - a a a - a a - - - a n - - w n)
; 2171
; (((1 1 #t) (63 63 #t) (64 64 #t) (191 191 #t) (192 192 #t) (193 193 #t) (400 400 #t)) ((1 2 #t) (63 126 #t) (64 128 #t) (191 382 #t) (192 384 #t) (193 386 #t) (400 800 #t)) ((1 2 #t) (63 126 #t) (64 128 #t) (191 382 #t) (192 384 #t) (193 386 #t) (400 800 #t)) ((1 3 #t) (63 189 #t) (64 192 #t) (191 573 #t) (192 576 #t) (193 579 #t) (400 1200 #t)) ((1 3 #t) (63 189 #t) (64 192 #t) (191 573 #t) (192 576 #t) (193 579 #t) (400 1200 #t)) ((1 3 #t) (63 189 #t) (64 192 #t) (191 573 #t) (192 576 #t) (193 579 #t) (400 1200 #t)) ((1 4 #t) (63 252 #t) (64 256 #t) (191 764 #t) (192 768 #t) (193 772 #t) (400 1600 #t)) ((4 10 #t) (252 630 #t) (256 640 #t) (764 1910 #t) (768 1920 #t) (772 1930 #t) (1600 4000 #t)))
; ("" "a" "aÿ" "ÿĀ" "🙂a")
; (63 #\x #\λ)
; (64 #\x #\λ)
; (65 #\x #\λ)
; (66 #\x #\λ)
; (128 #\x #\λ)
; (129 #\x #\λ)
; (130 #\x #\λ)
; "list->string: expected a list"
; "list->string: expected a list of characters"
; "list->string: expected a list"
; "list->string: expected a list that ends"
; "list->string: expected a list that ends"
; "list->string: expected a list"
