;;; SRFI 28: basic format strings: ~a ~s ~% ~~.

(define-library (srfi 28)
  (import (scheme base) (scheme write))
  (export format)
  (begin
    (define (format template . values)
      (let ((out (open-output-string))
            (n (string-length template)))
        (let loop ((i 0) (values values))
          (cond
            ((= i n) (get-output-string out))
            ((not (char=? (string-ref template i) #\~))
             (write-char (string-ref template i) out)
             (loop (+ i 1) values))
            ((= (+ i 1) n)
             (error "format: the template ends in ~" template))
            (else
             (case (string-ref template (+ i 1))
               ((#\a #\s)
                (if (null? values)
                    (error "format: too few values for the template" template))
                (if (char=? (string-ref template (+ i 1)) #\a)
                    (display (car values) out)
                    (write (car values) out))
                (loop (+ i 2) (cdr values)))
               ((#\%) (newline out) (loop (+ i 2) values))
               ((#\~) (write-char #\~ out) (loop (+ i 2) values))
               (else
                (error "format: unknown escape" (string-ref template (+ i 1)) template))))))))))
