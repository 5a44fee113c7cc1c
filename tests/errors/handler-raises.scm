;; An error in a handler
(import (scheme base) (scheme write))
(with-exception-handler (lambda (e) (car e)) (lambda () (raise 'oops)))
;--- error
; error[E0402]: car: expected a pair: oops
;   --> handler-raises.scm:3:42
;    |
;  3 | (with-exception-handler (lambda (e) (car e)) (lambda () (raise 'oops)))
;    |                                          ^
; called from:
;   anonymous procedure at handler-raises.scm:3:57
;--- exit 70
