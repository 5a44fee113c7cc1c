;; modes: normal nursery
;; Bytes that are no UTF-8 at the edge of a buffer: an error once, and reading goes on behind them.
(import (scheme base) (scheme file) (scheme process-context) (scheme read) (scheme time) (scheme write))

;; A name of this run alone: the modes of one test run side by side.
(define path
  (string-append (or (get-environment-variable "EYAS_TEST_TMP") "/tmp") "/invalid-at-edge-"
                 (number->string (exact (floor (* 1e6 (current-second))))) "-"
                 (number->string (current-jiffy)) ".tmp"))
(define (fresh) (if (file-exists? path) (delete-file path)))

(define (file-of before bytes after)
  (fresh)
  (let ((port (open-binary-output-file path)))
    (write-bytevector (make-bytevector before 97) port)
    (write-bytevector bytes port)
    (write-bytevector (make-bytevector after 98) port)
    (close-port port)))

(define (count port)
  (let loop ((chars 0) (errors 0))
    (let ((c (guard (e (#t 'error)) (read-char port))))
      (cond ((eof-object? c) (list chars errors))
            ((eq? c 'error) (loop chars (+ errors 1)))
            (else (loop (+ chars 1) errors))))))

(for-each
 (lambda (bytes)
   (write (map (lambda (before)
                 (file-of before bytes 5)
                 (call-with-input-file path count))
               '(32764 32765 32766 32767 32768)))
   (newline)
   (file-of 32766 bytes 0)
   (write (call-with-input-file path count))
   (newline)
   (file-of 32766 bytes 3)
   (write (guard (e ((read-error? e) 'read-error) (#t (error-object? e))) (call-with-input-file path read)))
   (newline))
 (list (bytevector #xff) (bytevector #xe2 #x82) (bytevector #xf0 #x9f #x98) (bytevector #xc3)))
(fresh)
;--- output
; ((32769 1) (32770 1) (32771 1) (32772 1) (32773 1))
; (32766 1)
; read-error
; ((32769 1) (32770 1) (32771 1) (32772 1) (32773 1))
; (32766 1)
; read-error
; ((32769 1) (32770 1) (32771 1) (32772 1) (32773 1))
; (32766 1)
; read-error
; ((32769 1) (32770 1) (32771 1) (32772 1) (32773 1))
; (32766 1)
; read-error
