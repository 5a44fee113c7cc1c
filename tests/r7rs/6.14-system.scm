;; 6.14: system interface.
;; arguments: one two
(import (scheme base) (scheme process-context) (scheme time) (scheme write) (scheme load) (scheme file) (check))

(check (cdr (command-line)) => ("one" "two"))
(check (string? (car (command-line))) => #t)
(check (get-environment-variable "EYAS_NO_SUCH_VARIABLE_AT_ALL") => #f)
(check (string? (get-environment-variable "PATH")) => #t)
(check (let ((all (get-environment-variables)))
         (and (list? all) (pair? (assoc "PATH" all)) (equal? (cdr (assoc "PATH" all)) (get-environment-variable "PATH"))))
       => #t)
(check-error (get-environment-variable 'path))
(check (exact-integer? (current-jiffy)) => #t)
(check (exact-integer? (jiffies-per-second)) => #t)
(check (positive? (jiffies-per-second)) => #t)
(check (let ((a (current-jiffy))) (<= a (current-jiffy))) => #t)
(check (real? (current-second)) => #t)
(check (inexact? (current-second)) => #t)
(check (< 1.6e9 (current-second) 1e11) => #t)
(check (list? (features)) => #t)
(check (pair? (memq 'r7rs (features))) => #t)
(check (pair? (memq 'full-unicode (features))) => #t)
(check (let loop ((l (features))) (or (null? l) (and (symbol? (car l)) (loop (cdr l))))) => #t)
;; What appendix B recommends: the system, the processor, the order of bytes, the name with the version.
(define (one-of names) (let loop ((l names)) (and (pair? l) (or (and (memq (car l) (features)) #t) (loop (cdr l))))))
(check (one-of '(posix windows)) => #t)
(check (one-of '(x86-64 aarch64 riscv64)) => #t)
(check (one-of '(little-endian big-endian)) => #t)
(check (let loop ((l (map symbol->string (features))))
         (and (pair? l) (or (and (> (string-length (car l)) 5) (string=? (substring (car l) 0 5) "eyas-")) (loop (cdr l))))) => #t)
(check (cond-expand ((and (or posix windows) (or little-endian big-endian)) #t) (else #f)) => #t)
(check-error (load "no/such/file/anywhere.scm"))

(finish)
;; exit runs the outstanding `after` thunks, and flushes.
(dynamic-wind
  (lambda () (display "in "))
  (lambda () (exit 7))
  (lambda () (display "out") (newline)))
(display "never")
;--- output
; 23 checks
; in out
;--- exit 7
