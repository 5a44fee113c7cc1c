;; error with irritants
(import (scheme base) (scheme write))
(define (withdraw balance amount)
  (if (> amount balance)
      (error "insufficient funds:" amount (list 'balance balance) "text")
      (- balance amount)))
(display (withdraw 10 50))
;--- error
; error[E0401]: insufficient funds: 50 (balance 10) "text"
;   --> error-with-irritants.scm:5:7
;    |
;  5 |       (error "insufficient funds:" amount (list 'balance balance) "text")
;    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;--- exit 70
