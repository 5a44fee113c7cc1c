;; Turns bytevectors into strings and back, short and long ones.
;; group: string

(define (make-bytes n)
  (let ((bytes (make-bytevector n 0)))
    (let loop ((i 0) (seed 5))
      (if (= i n)
          bytes
          (begin
            (bytevector-u8-set! bytes i (+ 32 (modulo seed 90)))
            (loop (+ i 1) (modulo (+ (* seed 3877) 29573) 139968)))))))

(define bytes (make-bytes 40000))

;; The bytes cut into parts of this length.
(define (parts length)
  (let loop ((i 0) (parts '()))
    (if (> (+ i length) (bytevector-length bytes))
        parts
        (let ((part (make-bytevector length 0)))
          (do ((j 0 (+ j 1)))
              ((= j length))
            (bytevector-u8-set! part j (bytevector-u8-ref bytes (+ i j))))
          (loop (+ i length) (cons part parts))))))

(define short (parts 8))
(define middling (parts 64))
(define long (parts 4000))

(define (convert parts)
  (let loop ((parts parts) (sum 0))
    (if (null? parts)
        sum
        (let* ((s (utf8->string (car parts)))
               (back (string->utf8 s)))
          (loop (cdr parts)
                (+ sum (bytevector-u8-ref back 0) (string-length s)))))))

(define (repeat rounds total)
  (if (= rounds 0)
      total
      (repeat (- rounds 1)
              (modulo (+ total (convert short) (convert middling) (convert long)) 1000003))))

(check 'bytetext (repeat 1500 0) 551007)
