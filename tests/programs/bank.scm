;; Bank accounts as records: transfers that happen wholly or not at all, failures as records, a journal.
(import (scheme base) (scheme write))

(define-record-type account
  (make-account owner balance limit)
  account?
  (owner account-owner)
  (balance account-balance set-account-balance!)
  (limit account-limit))

(define-record-type failure
  (make-failure kind account amount)
  failure?
  (kind failure-kind)
  (account failure-account)
  (amount failure-amount))

(define journal '())
(define (log! . entry) (set! journal (cons entry journal)))

(define (fail kind account amount) (raise (make-failure kind account amount)))

(define (check-amount account amount)
  (unless (and (exact-integer? amount) (positive? amount))
    (fail 'bad-amount account amount)))

(define (deposit! account amount)
  (check-amount account amount)
  (set-account-balance! account (+ (account-balance account) amount))
  (log! 'deposit (account-owner account) amount))

(define (withdraw! account amount)
  (check-amount account amount)
  (let ((rest (- (account-balance account) amount)))
    (if (< rest (- (account-limit account)))
        (fail 'insufficient account amount))
    (set-account-balance! account rest)
    (log! 'withdraw (account-owner account) amount)))

;; Runs `thunk`; if it is left by an exception, every account has its old balance again.
(define (atomically accounts thunk)
  (let ((before (map account-balance accounts)) (done #f))
    (dynamic-wind
      (lambda () #f)
      (lambda ()
        (let ((result (thunk)))
          (set! done #t)
          result))
      (lambda ()
        (unless done
          (for-each set-account-balance! accounts before)
          (log! 'rolled-back (map account-owner accounts)))))))

(define (transfer! from to amount)
  (atomically
    (list from to)
    (lambda ()
      (deposit! to amount)
      (withdraw! from amount)
      'transferred)))

(define (describe f)
  (list (failure-kind f) (account-owner (failure-account f)) (failure-amount f)))

(define-syntax attempt
  (syntax-rules ()
    ((_ expression)
     (guard (e ((failure? e) (cons 'failed (describe e)))
               ((error-object? e) 'error))
       expression))))

(define ada (make-account "Ada" 100 0))
(define bob (make-account "Bob" 20 50))
(define (balances) (list (account-balance ada) (account-balance bob)))
(define (show x) (write x) (newline))

(show (attempt (transfer! ada bob 30)))
(show (balances))
(show (attempt (transfer! ada bob 1000)))
(show (balances))
(show (attempt (transfer! bob ada 100)))
(show (balances))
(show (attempt (transfer! bob ada 1)))
(show (attempt (deposit! ada -5)))
(show (attempt (deposit! ada 1.5)))
(show (attempt (deposit! 'ada 5)))
(show (balances))
;; A handler that lends what is missing, and lets the work go on.
(define (withdraw/loan! account amount)
  (let ((missing (- amount (+ (account-balance account) (account-limit account)))))
    (if (positive? missing)
        (let ((loan (raise-continuable (make-failure 'needs-loan account missing))))
          (deposit! account loan)))
    (withdraw! account amount)))
(show (with-exception-handler
        (lambda (f) (if (eq? (failure-kind f) 'needs-loan) (failure-amount f) (raise f)))
        (lambda () (withdraw/loan! bob 40) (balances))))
(for-each show (reverse journal))
;--- output
; transferred
; (70 50)
; (failed insufficient "Ada" 1000)
; (70 50)
; transferred
; (170 -50)
; (failed insufficient "Bob" 1)
; (failed bad-amount "Ada" -5)
; (failed bad-amount "Ada" 1.5)
; error
; (170 -50)
; (170 -50)
; (deposit "Bob" 30)
; (withdraw "Ada" 30)
; (deposit "Bob" 1000)
; (rolled-back ("Ada" "Bob"))
; (deposit "Ada" 100)
; (withdraw "Bob" 100)
; (deposit "Ada" 1)
; (rolled-back ("Bob" "Ada"))
; (deposit "Bob" 40)
; (withdraw "Bob" 40)
