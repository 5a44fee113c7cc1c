;; Fills paragraphs to a width, left, right, centred and justified, and lays out a table.
(import (scheme base) (scheme char) (scheme write))

(define (split-words text)
  (let loop ((i 0) (start #f) (words '()))
    (define (close) (if start (cons (substring text start i) words) words))
    (cond ((= i (string-length text)) (reverse (close)))
          ((char-whitespace? (string-ref text i)) (loop (+ i 1) #f (close)))
          (else (loop (+ i 1) (or start i) words)))))

;; Lists of words, each of which fits in `width` when joined by blanks.
(define (fill words width)
  (let loop ((words words) (line '()) (size 0) (lines '()))
    (cond
      ((null? words) (reverse (if (null? line) lines (cons (reverse line) lines))))
      (else
       (let* ((word (car words)) (extended (+ size (if (null? line) 0 1) (string-length word))))
         (if (or (null? line) (<= extended width))
             (loop (cdr words) (cons word line) extended lines)
             (loop words '() 0 (cons (reverse line) lines))))))))

(define (join words separator)
  (if (null? words)
      ""
      (let loop ((words (cdr words)) (text (car words)))
        (if (null? words) text (loop (cdr words) (string-append text separator (car words)))))))

(define (blanks n) (make-string (max 0 n) #\space))
(define (left text width) (string-append text (blanks (- width (string-length text)))))
(define (right text width) (string-append (blanks (- width (string-length text))) text))
(define (centre text width)
  (let* ((free (- width (string-length text))) (before (quotient free 2)))
    (string-append (blanks before) text (blanks (- free before)))))

;; Spreads the missing blanks over the gaps, the first gaps getting one more.
(define (justify words width)
  (let* ((gaps (- (length words) 1))
         (letters (apply + (map string-length words)))
         (free (- width letters)))
    (if (= gaps 0)
        (left (car words) width)
        (let-values (((each extra) (floor/ free gaps)))
          (let loop ((words (cdr words)) (i 0) (text (car words)))
            (if (null? words)
                text
                (loop (cdr words)
                      (+ i 1)
                      (string-append text (blanks (+ each (if (< i extra) 1 0))) (car words)))))))))

(define text
  "A falcon trained for the hunt is called an eyas when it was taken from the nest before it could fly.")

(define (frame lines)
  (for-each (lambda (line) (display "|") (display line) (display "|") (newline)) lines)
  (newline))

(define width 26)
(define lines (fill (split-words text) width))
(frame (map (lambda (words) (left (join words " ") width)) lines))
(frame (map (lambda (words) (right (join words " ") width)) lines))
(frame (map (lambda (words) (centre (join words " ") width)) lines))
(frame (let loop ((lines lines))
         (if (null? (cdr lines))
             (list (left (join (car lines) " ") width))
             (cons (justify (car lines) width) (loop (cdr lines))))))

;;; A table whose columns are as wide as their widest cell; numbers to the right.
(define (cell-text x) (if (string? x) x (number->string x)))
(define (table rows)
  (define widths
    (apply map (lambda cells (apply max (map (lambda (c) (string-length (cell-text c))) cells))) rows))
  (map (lambda (row)
         (join (map (lambda (cell width) ((if (number? cell) right left) (cell-text cell) width)) row widths)
               "  "))
       rows))
(frame (table '(("name" "weight" "speed") ("kestrel" 0.2 63) ("peregrine" 0.9 389) ("gyr" 1.5 209))))
(frame (map (lambda (s) (centre (string-upcase s) 12)) '("straße" "λόγος" "eyas")))
;--- output
; |A falcon trained for the  |
; |hunt is called an eyas    |
; |when it was taken from the|
; |nest before it could fly. |
;
; |  A falcon trained for the|
; |    hunt is called an eyas|
; |when it was taken from the|
; | nest before it could fly.|
;
; | A falcon trained for the |
; |  hunt is called an eyas  |
; |when it was taken from the|
; |nest before it could fly. |
;
; |A  falcon  trained for the|
; |hunt  is  called  an  eyas|
; |when it was taken from the|
; |nest before it could fly. |
;
; |name       weight  speed|
; |kestrel       0.2     63|
; |peregrine     0.9    389|
; |gyr           1.5    209|
;
; |  STRASSE   |
; |   ΛΌΓΟΣ    |
; |    EYAS    |
