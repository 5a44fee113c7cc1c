;; A handler that returns from raise
(import (scheme base) (scheme write))
(with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'oops)))
;--- error
; error[E0401]: the exception handler returned from a non-continuable exception: oops
;   --> handler-returns.scm:3:58
;    |
;  3 | (with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'oops)))
;    |                                                          ^^^^^^^^^^^^^
;--- exit 70
