;; A handler that returns from raise
(import (scheme base) (scheme write))
(with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'oops)))
;--- error
;--- exit 70
