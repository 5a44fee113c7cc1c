; Loop variables that exchange their values are moved in parallel, and constants of every shape arrive.
(import (scheme base) (scheme write))

(define (rotate n a b c)
  (if (= n 0)
      (list a b c)
      (rotate (- n 1) b c a)))

(write (rotate 4 'a 'b 'c))
(newline)

(write (let loop ((i 0) (x 1) (y 2))
         (if (= i 3) (cons x y) (loop (+ i 1) y x))))
(newline)

(for-each
  (lambda (x) (write x) (newline))
  (list #t #f '() #\a 65535 65536 -1 -65537 1152921504606846975 1152921504606846976
        1.5 -0.0 1e300 1/3 1+2i "text" 'symbol '#(1 (2) "3") '#u8(1 2)))
;--- output
; (b c a)
; (2 . 1)
; #t
; #f
; ()
; #\a
; 65535
; 65536
; -1
; -65537
; 1152921504606846975
; 1152921504606846976
; 1.5
; -0.0
; 1.0e300
; 1/3
; 1+2i
; "text"
; symbol
; #(1 (2) "3")
; #u8(1 2)
