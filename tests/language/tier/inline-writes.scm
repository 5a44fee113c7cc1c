;; Characters and bytes that machine code writes to the buffers of ports: full buffers, characters of one to four bytes,
;; what is no character or byte, and ports that cannot be written to.
(import (scheme base) (scheme char) (scheme file) (scheme process-context) (scheme time) (scheme write))

(define path
  (string-append (or (get-environment-variable "EYAS_TEST_TMP") "/tmp") "/inline-writes-"
                 (number->string (exact (floor (* 1e6 (current-second))))) "-"
                 (number->string (current-jiffy)) ".tmp"))

(define (show first . rest)
  (write first)
  (for-each (lambda (item) (write-char #\space) (write item)) rest)
  (newline))

;; The condition's message if `thunk` raises, and its value otherwise.
(define (attempt thunk)
  (call-with-current-continuation
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (if (error-object? e) (error-object-message e) e)))
      thunk))))

;; `n` times the characters of a vector in turn.
(define (write-cycle chars n port)
  (let ((count (vector-length chars)))
    (let loop ((i 0) (j 0))
      (if (< i n)
          (begin
            (write-char (vector-ref chars j) port)
            (loop (+ i 1) (if (= (+ j 1) count) 0 (+ j 1))))))))

(define (collect chars n)
  (let ((port (open-output-string)))
    (write-cycle chars n port)
    (get-output-string port)))

(define (count-in s c)
  (let loop ((i 0) (n 0))
    (if (= i (string-length s)) n (loop (+ i 1) (if (char=? c (string-ref s i)) (+ n 1) n)))))

(for-each (lambda (n)
            (let ((s (collect #(#\a #\é #\€ #\x1d11e #\z) n)))
              (show n (string-length s) (map (lambda (c) (count-in s c)) '(#\a #\é #\€ #\x1d11e #\z)))))
          '(0 1 5 63 64 65 1000 20000))
(show (string=? (collect #(#\x) 70000) (make-string 70000 #\x)))
(show (string=? (collect #(#\ÿ) 70000) (make-string 70000 #\ÿ)))

;; A character that is known when the code is compiled.
(define (dots n port)
  (if (> n 0) (begin (write-char #\. port) (write-char #\λ port) (dots (- n 1) port))))
(let ((port (open-output-string)))
  (dots 1000 port)
  (show (string-length (get-output-string port))))

;; What was collected stays, before and after it was asked for, and after the port was closed.
(let ((port (open-output-string)))
  (dots 2 port)
  (show (get-output-string port))
  (write-string "…" port)
  (dots 1 port)
  (write '(1 . 2.5) port)
  (display "ü" port)
  (show (get-output-string port))
  (close-port port)
  (show (get-output-string port) (attempt (lambda () (dots 1 port)))))

;; Bytes, and what is none.
(define (bytes n port)
  (let loop ((i 0)) (if (< i n) (begin (write-u8 (modulo i 256) port) (loop (+ i 1))))))
(define (write-these items port)
  (if (pair? items)
      (begin (write-u8 (car items) port) (write-these (cdr items) port))))
(let ((port (open-output-bytevector)))
  (bytes 70000 port)
  (let ((all (get-output-bytevector port)))
    (show (bytevector-length all)
          (let loop ((i 0))
            (or (= i 70000)
                (and (= (bytevector-u8-ref all i) (modulo i 256)) (loop (+ i 1)))))))
  (for-each (lambda (item)
              (show (attempt (lambda () (write-these (list 1 2 item 3) port)))))
            (list 256 -1 1.0 #\a 'x (expt 2 70) (eof-object)))
  (show (bytevector-length (get-output-bytevector port)))
  (show (attempt (lambda () (write-char #\a port))))
  (close-port port)
  (show (attempt (lambda () (bytes 3 port)))))

;; What is no character, and what is no port for it.
(define (write-all items port)
  (if (pair? items)
      (begin (write-char (car items) port) (write-all (cdr items) port))))
(let ((port (open-output-string)))
  (write-all (string->list (make-string 200 #\q)) port)
  (for-each (lambda (item) (show (attempt (lambda () (write-all (list #\( item #\)) port)))))
            (list 97 "a" #f 1.5 'a (eof-object)))
  (show (string-length (get-output-string port)))
  (for-each (lambda (to) (show (attempt (lambda () (write-all '(#\a) to)))))
            (list (open-input-string "abc") (open-output-bytevector) (open-input-bytevector (bytevector 1)) 1 #f "s")))

;; To a file: in order, whichever way it is written, also across the buffer's end; flushed and closed.
(define (write-file chars n)
  (if (file-exists? path) (delete-file path))
  (let ((port (open-output-file path)))
    (write-string "<<" port)
    (write-cycle chars n port)
    (write n port)
    (newline port)
    (flush-output-port port)
    (let ((before (call-with-input-file path read-line)))
      (write-cycle chars 3 port)
      (close-output-port port)
      (list before (attempt (lambda () (write-cycle chars 1 port)))))))
(define (summary chars n)
  (let* ((result (write-file chars n))
         (line (car result))
         (rest (call-with-input-file path (lambda (port) (read-line port) (read-line port)))))
    (show n (string-length line) (substring line 0 3)
          (substring line (- (string-length line) 6) (string-length line)) rest (cadr result))))
(for-each (lambda (n) (summary #(#\a #\b) n) (summary #(#\é #\€ #\x1d11e) n))
          '(32764 32765 32766 32767 32768 32769 40000))

;; Two ports on one file: each keeps its order, and what is flushed is seen.
(if (file-exists? path) (delete-file path))
(let ((a (open-output-file path)))
  (dots 1 a)
  (flush-output-port a)
  (let ((in (open-input-file path)))
    (show (read-line in))
    (dots 2 a)
    (show (eof-object? (read-char in)))
    (close-port a)
    (close-port in)))
(show (call-with-input-file path read-line))
(delete-file path)

;; What is read may be written: the end of a file is no character.
(define (copy in out)
  (let loop ((n 0))
    (let ((c (read-char in)))
      (if (eof-object? c) n (begin (write-char c out) (loop (+ n 1)))))))
(define (copy-too-far in out)
  (let loop ()
    (write-char (read-char in) out)
    (loop)))
(define (copy-bytes in out)
  (let loop ((sum 0))
    (let ((byte (read-u8 in)))
      (if (eof-object? byte) sum (begin (write-u8 byte out) (loop (+ sum byte)))))))
(define (copy-bytes-too-far in out)
  (let loop ((last 0))
    (write-u8 last out)
    (loop (read-u8 in))))
(let ((text (collect #(#\a #\b #\é #\newline) 1000)) (out (open-output-string)))
  (show (copy (open-input-string text) out) (string=? text (get-output-string out)))
  (show (attempt (lambda () (copy-too-far (open-input-string text) out)))
        (string=? (string-append text text) (get-output-string out))))
(let ((out (open-output-bytevector)))
  (show (copy-bytes (open-input-bytevector (make-bytevector 1000 200)) out))
  (show (attempt (lambda () (copy-bytes-too-far (open-input-bytevector (make-bytevector 1000 7)) out))))
  (show (bytevector-length (get-output-bytevector out))))
;--- output
; 0 0 (0 0 0 0 0)
; 1 1 (1 0 0 0 0)
; 5 5 (1 1 1 1 1)
; 63 63 (13 13 13 12 12)
; 64 64 (13 13 13 13 12)
; 65 65 (13 13 13 13 13)
; 1000 1000 (200 200 200 200 200)
; 20000 20000 (4000 4000 4000 4000 4000)
; #t
; #t
; 2000
; ".λ.λ"
; ".λ.λ….λ(1 . 2.5)ü"
; ".λ.λ….λ(1 . 2.5)ü" "write-char: the port is closed"
; 70000 #t
; "write-u8: expected a byte"
; "write-u8: expected a byte"
; "write-u8: expected a byte"
; "write-u8: expected a byte"
; "write-u8: expected a byte"
; "write-u8: expected a byte"
; "write-u8: expected a byte"
; 70014
; "write-char: expected a textual output port"
; "write-u8: the port is closed"
; "write-char: expected a character"
; "write-char: expected a character"
; "write-char: expected a character"
; "write-char: expected a character"
; "write-char: expected a character"
; "write-char: expected a character"
; 206
; "write-char: expected a textual output port"
; "write-char: expected a textual output port"
; "write-char: expected a textual output port"
; "write-char: expected a textual output port"
; "write-char: expected a textual output port"
; "write-char: expected a textual output port"
; 32764 32771 "<<a" "b32764" "aba" "write-char: the port is closed"
; 32764 32771 "<<é" "é32764" "é€𝄞" "write-char: the port is closed"
; 32765 32772 "<<a" "a32765" "aba" "write-char: the port is closed"
; 32765 32772 "<<é" "€32765" "é€𝄞" "write-char: the port is closed"
; 32766 32773 "<<a" "b32766" "aba" "write-char: the port is closed"
; 32766 32773 "<<é" "𝄞32766" "é€𝄞" "write-char: the port is closed"
; 32767 32774 "<<a" "a32767" "aba" "write-char: the port is closed"
; 32767 32774 "<<é" "é32767" "é€𝄞" "write-char: the port is closed"
; 32768 32775 "<<a" "b32768" "aba" "write-char: the port is closed"
; 32768 32775 "<<é" "€32768" "é€𝄞" "write-char: the port is closed"
; 32769 32776 "<<a" "a32769" "aba" "write-char: the port is closed"
; 32769 32776 "<<é" "𝄞32769" "é€𝄞" "write-char: the port is closed"
; 40000 40007 "<<a" "b40000" "aba" "write-char: the port is closed"
; 40000 40007 "<<é" "é40000" "é€𝄞" "write-char: the port is closed"
; ".λ"
; #t
; ".λ.λ.λ"
; 1000 #t
; "write-char: expected a character" #t
; 200000
; "write-u8: expected a byte"
; 2001
