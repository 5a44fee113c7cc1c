;; Characters and bytes from ports, in compiled code: ASCII and other characters, ends, and ports that do not fit.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules ()
    ((_ e) (call/cc (lambda (k)
             (with-exception-handler
               (lambda (x) (k (if (error-object? x) (error-object-message x) (list 'raised x))))
               (lambda () e)))))))

(define (chars p)
  (let loop ((l '()))
    (let* ((peeked (peek-char p)) (c (read-char p)))
      (cond ((not (equal? peeked c)) (list 'differ peeked c))
            ((eof-object? c) (list->string (reverse l)))
            (else (loop (cons c l)))))))
(define (bytes p)
  (let loop ((l '()) (n 0))
    (let* ((peeked (peek-u8 p)) (b (read-u8 p)))
      (cond ((not (equal? peeked b)) (list 'differ peeked b))
            ((eof-object? b) (list n (apply + l)))
            (else (loop (cons b l) (+ n 1)))))))

(define text "plain, \x7F;\x80;\xE9;\x3BB;\x2028;\x1F600; and plain again")
(show (let loop ((i 0))
        (cond ((= i 80) 'same)
              ((not (string=? text (chars (open-input-string text)))) (list 'wrong i))
              (else (loop (+ i 1))))))
(show (let loop ((i 0) (last #f))
        (if (= i 80) last (loop (+ i 1) (bytes (open-input-bytevector (bytevector 0 1 127 128 255)))))))
(show (string-length (chars (open-input-string (make-string 100000 #\x)))))
(show (string-length (chars (open-input-string (make-string 10001 #\x3BB)))))

(define (one p) (list (attempt (read-char p)) (attempt (peek-char p)) (attempt (read-u8 p)) (attempt (peek-u8 p))))
(define closed (open-input-string "abc"))
(close-port closed)
(define (all)
  (list (one (open-input-string "ab")) (one (open-input-bytevector (bytevector 65 66))) (one closed)
        (one (open-output-string)) (one 5) (one "ab") (one (open-input-string ""))))
(define first (all))
(show (let loop ((i 0)) (cond ((= i 80) 'same) ((equal? (all) first) (loop (+ i 1))) (else (list 'different (all))))))
(for-each (lambda (l) (show l)) first)
;; Several ports by turns.
(show (let ((p (open-input-string (make-string 200 #\a))) (q (open-input-string (make-string 100 #\b))))
        (let loop ((a 0) (b 0))
          (let* ((c (read-char p)) (d (read-char q)))
            (cond ((eof-object? c) (list a b d))
                  ((eof-object? d) (loop (+ a 1) b))
                  (else (loop (+ a 1) (+ b 1))))))))
;--- output
; same
; (5 511)
; 100000
; 10001
; same
; (#\a #\b "read-u8: expected a binary input port" "peek-u8: expected a binary input port")
; ("read-char: expected a textual input port" "peek-char: expected a textual input port" 65 66)
; ("read-char: the port is closed" "peek-char: the port is closed" "read-u8: expected a binary input port" "peek-u8: expected a binary input port")
; ("read-char: expected a textual input port" "peek-char: expected a textual input port" "read-u8: expected a binary input port" "peek-u8: expected a binary input port")
; ("read-char: expected a textual input port" "peek-char: expected a textual input port" "read-u8: expected a binary input port" "peek-u8: expected a binary input port")
; ("read-char: expected a textual input port" "peek-char: expected a textual input port" "read-u8: expected a binary input port" "peek-u8: expected a binary input port")
; (#<eof> #<eof> "read-u8: expected a binary input port" "peek-u8: expected a binary input port")
; (200 100 #<eof>)
