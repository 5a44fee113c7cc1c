;; Shared by all systems: every benchmark ends in one of these.

;; Prints `ok NAME` if the result is as expected; otherwise says what it was and exits with 1.
(define (check name result expected)
  (if (equal? result expected)
      (begin (display "ok ") (display name) (newline))
      (begin (display "WRONG ") (display name) (display ": ") (write result) (newline) (exit 1))))

;; The same for a real number that may be off by `tolerance`.
(define (check-near name result expected tolerance)
  (if (and (number? result) (< (abs (- result expected)) tolerance))
      (check name 0 0)
      (check name result expected)))
