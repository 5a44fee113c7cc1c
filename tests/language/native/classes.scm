;; Classes of characters, tested and branched on, in ASCII and beyond, and the errors of what is no character.
(import (scheme base) (scheme char) (scheme write))

(define chars '(#\a #\Z #\0 #\9 #\space #\tab #\newline #\return #\x0b #\! #\@ #\[ #\` #\{ #\x7f #\x85 #\xa0 #\xaa #\é
                #\λ #\x663 #\x3000 #\x2028))

(define (tests c)
  (list (char-alphabetic? c) (char-numeric? c) (char-whitespace? c)))
(define (branches c)
  (list (if (char-alphabetic? c) 'a '-) (if (char-numeric? c) 'n '-) (if (char-whitespace? c) 's '-)
        (if (not (char-numeric? c)) '- 'n)
        (cond ((char-alphabetic? c) 'alphabetic) ((char-numeric? c) 'numeric) ((char-whitespace? c) 'white) (else 'other))))
(for-each (lambda (c) (write (list c (tests c) (branches c))) (newline)) chars)

(define (message thunk)
  (call-with-current-continuation
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (error-object-message e)))
      thunk))))
(define (first x) x)
(for-each
 (lambda (v)
   (write (list (message (lambda () (char-alphabetic? (first v))))
                (message (lambda () (if (char-numeric? (first v)) 1 2)))
                (message (lambda () (if (char-whitespace? (first v)) 1 2)))))
   (newline))
 '(1 "a" #t ()))
;--- output
