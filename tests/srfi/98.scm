;; SRFI 98: access to environment variables. The runner sets EYAS_TEST_TMP.
(import (scheme base) (srfi 98) (srfi srfi-98) (srfi :98) (srfi :98 os-environment-variables) (check))

(check (string? (get-environment-variable "EYAS_TEST_TMP")) => #t)
(check (get-environment-variable "EYAS_NO_SUCH_VARIABLE") => #f)
(check (get-environment-variable "") => #f)
(check (get-environment-variable "a=b") => #f)
(check (let loop ((l (get-environment-variables)))
         (or (null? l) (and (pair? (car l)) (string? (caar l)) (string? (cdar l)) (loop (cdr l)))))
       => #t)
(check-same (cdr (assoc "EYAS_TEST_TMP" (get-environment-variables))) (get-environment-variable "EYAS_TEST_TMP"))
(check (assoc "EYAS_NO_SUCH_VARIABLE" (get-environment-variables)) => #f)
(check-error (get-environment-variable 'PATH))
(check-error (apply get-environment-variable (list)))
(finish)
;--- output
; 9 checks
