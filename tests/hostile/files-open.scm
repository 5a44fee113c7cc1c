;; Ten thousand files opened and dropped: the collector closes what the program forgot.
;; modes: normal
(import (scheme base) (scheme write) (scheme file) (scheme time) (scheme process-context) (hostile))
(define name (string-append (or (get-environment-variable "EYAS_TEST_TMP") ".") "/eyas-hostile-files-open-"
                            (number->string (current-jiffy)) ".txt"))
(call-with-output-file name (lambda (p) (write-string "abc" p)))
(report (let loop ((i 0)) (if (= i 10000) i (begin (read-char (open-input-file name)) (loop (+ i 1))))))
(delete-file name)
;--- output
; 10000
; still here
