;; error with irritants
(import (scheme base) (scheme write))
(define (withdraw balance amount)
  (if (> amount balance)
      (error "insufficient funds:" amount (list 'balance balance) "text")
      (- balance amount)))
(display (withdraw 10 50))
;--- error
;--- exit 70
