;; A file that loads itself ends in a condition; so does one that is not there.
;; modes: normal jit
(import (scheme base) (scheme write) (scheme load) (scheme file) (scheme time) (scheme process-context) (hostile))
(define name
  (string-append (or (get-environment-variable "EYAS_TEST_TMP") ".") "/eyas-hostile-load-itself-"
                 (number->string (current-jiffy)) ".scm"))
(define (message thunk)
  (let ((e (try thunk)))
    (if (pair? e) (cadr e) e)))
(call-with-output-file name (lambda (p) (write `(load ,name) p)))
(report (message (lambda () (load name))))
(delete-file name)
(report (string? (message (lambda () (load name)))))
;--- output
; "load: files load each other without end"
; still here
; #t
; still here
