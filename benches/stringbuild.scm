;; Builds strings piece by piece: appending, copying parts, reversing, from and to lists.
;; group: string

(define (double-up s limit)
  (if (>= (string-length s) limit)
      s
      (let* ((n (string-length s))
             (half (quotient n 2)))
        (double-up (string-append (substring s half n) "-" (substring s 0 half) s) limit))))

(define (reversed s)
  (let* ((n (string-length s)) (result (make-string n #\space)))
    (do ((i 0 (+ i 1)))
        ((= i n) result)
      (string-set! result (- n i 1) (string-ref s i)))))

(define (vowel? c) (memv c '(#\a #\e #\i #\o #\u)))

(define (without-vowels s)
  (let loop ((i (- (string-length s) 1)) (chars '()))
    (cond ((< i 0) (list->string chars))
          ((vowel? (string-ref s i)) (loop (- i 1) chars))
          (else (loop (- i 1) (cons (string-ref s i) chars))))))

(define (hash s)
  (let ((n (string-length s)))
    (let loop ((i 0) (h 17))
      (if (= i n)
          h
          (loop (+ i 1) (modulo (+ (* h 31) (char->integer (string-ref s i))) 1000003))))))

(define (repeat count sum)
  (if (= count 0)
      sum
      (let ((s (double-up (string-append "seed" (number->string count)) 20000)))
        (repeat (- count 1)
                (modulo (+ sum (hash (reversed (without-vowels s)))) 1000003)))))

(check 'stringbuild (repeat 1700 0) 506131)
