;; Text beyond ASCII: to bytes and back, changed in case, counted by kinds of characters.
;; group: string

(define text
  (let loop ((i 0) (pieces '()))
    (if (= i 200)
        (apply string-append pieces)
        (loop (+ i 1)
              (cons (string-append "Der Turmfalke, la crécerelle, пустельга, チョウゲンボウ "
                                   (number->string i) "; ")
                    pieces)))))

(define (count-kinds s)
  (let ((n (string-length s)))
    (let loop ((i 0) (letters 0) (blanks 0) (others 0))
      (if (= i n)
          (list letters blanks others)
          (let ((c (string-ref s i)))
            (cond ((char-alphabetic? c) (loop (+ i 1) (+ letters 1) blanks others))
                  ((char-whitespace? c) (loop (+ i 1) letters (+ blanks 1) others))
                  (else (loop (+ i 1) letters blanks (+ others 1)))))))))

(define (round-trip s)
  (let ((back (utf8->string (string->utf8 s))))
    (and (string=? s back)
         (count-kinds (string-downcase (string-upcase back))))))

(define (repeat rounds result)
  (if (= rounds 0) result (repeat (- rounds 1) (round-trip text))))

(check 'utf8text (repeat 2000 #f) '(8000 1400 1290))
