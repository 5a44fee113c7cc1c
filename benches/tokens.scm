;; Splits program text into names, numbers, strings and punctuation, and counts each kind.
;; group: string

(define source
  (apply string-append
         (let loop ((i 0) (lines '()))
           (if (= i 300)
               lines
               (loop (+ i 1)
                     (cons (string-append "total_" (number->string i) " = total_" (number->string (* i i))
                                          " + 3.14 * (count - " (number->string (+ i 1))
                                          "); // running sum\nprint(\"line "
                                          (number->string i) "\", total);\n")
                           lines))))))

(define counts (make-vector 5 0))
(define (count! kind)
  (vector-set! counts kind (+ 1 (vector-ref counts kind))))

(define (name-start? c) (or (char-alphabetic? c) (char=? c #\_)))
(define (name-part? c) (or (name-start? c) (char-numeric? c)))
(define (number-part? c) (or (char-numeric? c) (char=? c #\.)))

(define names '())

;; Tokens are taken from the text as strings; each name is kept once.
(define (tokenize text)
  (let ((end (string-length text)))
    (define (run-end start part?)
      (let loop ((i start))
        (if (and (< i end) (part? (string-ref text i))) (loop (+ i 1)) i)))
    (let next ((i 0))
      (if (< i end)
          (let ((c (string-ref text i)))
            (cond ((char-whitespace? c) (next (+ i 1)))
                  ((name-start? c)
                   (let* ((stop (run-end i name-part?))
                          (name (string->symbol (substring text i stop))))
                     (if (not (memq name names))
                         (if (< (length names) 40) (set! names (cons name names))))
                     (count! 0)
                     (next stop)))
                  ((char-numeric? c)
                   (let ((stop (run-end i number-part?)))
                     (if (string->number (substring text i stop)) (count! 1))
                     (next stop)))
                  ((char=? c #\")
                   (let ((stop (run-end (+ i 1) (lambda (c) (not (char=? c #\"))))))
                     (count! 2)
                     (next (+ stop 1))))
                  ((and (char=? c #\/) (< (+ i 1) end) (char=? (string-ref text (+ i 1)) #\/))
                   (let ((stop (run-end i (lambda (c) (not (char=? c #\newline))))))
                     (count! 3)
                     (next stop)))
                  (else (count! 4) (next (+ i 1)))))))))

(define (repeat count)
  (do ((i 0 (+ i 1)))
      ((= i count) (vector->list counts))
    (tokenize source)))

(check 'tokens (repeat 2300) '(3450000 1380000 690000 690000 7590000))
