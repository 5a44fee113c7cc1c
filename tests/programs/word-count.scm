;; Counts the words of standard input and prints them by falling frequency, then by name.
;; input: The quick brown fox jumps over the lazy dog.\nThe dog sleeps; the fox does not.\nQuick, said the fox -- quick!\n
(import (scheme base) (scheme char) (scheme write))

;;; A binary search tree keyed by string, with mutable counts.
(define-record-type node
  (make-node key count left right)
  node?
  (key node-key)
  (count node-count set-node-count!)
  (left node-left set-node-left!)
  (right node-right set-node-right!))

(define (insert! tree key)
  (cond
    ((not tree) (make-node key 1 #f #f))
    ((string=? key (node-key tree))
     (set-node-count! tree (+ 1 (node-count tree)))
     tree)
    ((string<? key (node-key tree))
     (set-node-left! tree (insert! (node-left tree) key))
     tree)
    (else
     (set-node-right! tree (insert! (node-right tree) key))
     tree)))

(define (tree->list tree)
  (let walk ((t tree) (rest '()))
    (if (not t)
        rest
        (walk (node-left t)
              (cons (cons (node-key t) (node-count t))
                    (walk (node-right t) rest))))))

;;; Reading words: runs of letters, folded to lower case.
(define (read-word)
  (define (skip)
    (let ((c (peek-char)))
      (cond ((eof-object? c) c)
            ((char-alphabetic? c) #t)
            (else (read-char) (skip)))))
  (if (eof-object? (skip))
      (eof-object)
      (let loop ((chars '()))
        (let ((c (peek-char)))
          (if (and (char? c) (char-alphabetic? c))
              (loop (cons (char-downcase (read-char)) chars))
              (list->string (reverse chars)))))))

(define (count-words)
  (let loop ((tree #f) (total 0))
    (let ((word (read-word)))
      (if (eof-object? word)
          (values tree total)
          (loop (insert! tree word) (+ total 1))))))

;;; A stable merge sort, so that equal counts keep the alphabetical order.
(define (merge less? a b)
  (cond ((null? a) b)
        ((null? b) a)
        ((less? (car b) (car a)) (cons (car b) (merge less? a (cdr b))))
        (else (cons (car a) (merge less? (cdr a) b)))))

(define (sort l less?)
  (let ((n (length l)))
    (if (< n 2)
        l
        (let ((half (quotient n 2)))
          (merge less?
                 (sort (let take ((l l) (i half)) (if (= i 0) '() (cons (car l) (take (cdr l) (- i 1))))) less?)
                 (sort (list-tail l half) less?))))))

(define (pad-left text width)
  (string-append (make-string (max 0 (- width (string-length text))) #\space) text))

(let-values (((tree total) (count-words)))
  (let ((entries (sort (tree->list tree) (lambda (a b) (> (cdr a) (cdr b))))))
    (for-each
      (lambda (entry)
        (display (pad-left (number->string (cdr entry)) 3))
        (display " ")
        (display (car entry))
        (newline))
      entries)
    (display (list total 'words (length entries) 'different))
    (newline)))
;--- output
;   5 the
;   3 fox
;   3 quick
;   2 dog
;   1 brown
;   1 does
;   1 jumps
;   1 lazy
;   1 not
;   1 over
;   1 said
;   1 sleeps
; (21 words 12 different)
