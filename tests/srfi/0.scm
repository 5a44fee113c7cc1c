;; SRFI 0: feature-based conditional expansion.
(import (scheme base) (srfi 0) (srfi srfi-0) (srfi :0) (srfi :0 cond-expand) (check))

(check (cond-expand (r7rs 1) (else 2)) => 1)
(check (cond-expand (no-such-feature 1) (else 2)) => 2)
(check (cond-expand ((and) 1) (else 2)) => 1)
(check (cond-expand ((or) 1) (else 2)) => 2)
(check (cond-expand ((and r7rs eyas) 1) (else 2)) => 1)
(check (cond-expand ((and r7rs no-such-feature) 1) (else 2)) => 2)
(check (cond-expand ((or no-such-feature r7rs) 1) (else 2)) => 1)
(check (cond-expand ((not no-such-feature) 1) (else 2)) => 1)
(check (cond-expand ((not (and r7rs (or no-such-feature (not r7rs)))) 1) (else 2)) => 1)
;; The first clause that holds, whatever follows; its body may be empty or long.
(check (cond-expand (r7rs 1) (eyas 2) (else 3)) => 1)
(check (let () (cond-expand (r7rs (define a 1) (define b 2))) (+ a b)) => 3)
(check (let () (cond-expand (r7rs)) 5) => 5)
(check (let () (cond-expand (no-such-feature (unbound-procedure)) (else)) 5) => 5)
;; Definitions at top level.
(cond-expand
  (no-such-feature (define chosen 'wrong))
  ((or no-such-feature (and r7rs (not no-such-feature))) (define chosen 'right))
  (else (define chosen 'wrong)))
(check chosen => right)

;; Every SRFI that is here has a feature identifier.
(define-syntax check-feature
  (syntax-rules ()
    ((_ name ...) (begin (check (cond-expand (name 'name) (else 'missing)) => name) ...))))
(check-feature srfi-0 srfi-1 srfi-2 srfi-6 srfi-8 srfi-9 srfi-11 srfi-16 srfi-23 srfi-26 srfi-28 srfi-30 srfi-31
  srfi-34 srfi-39 srfi-45 srfi-46 srfi-62 srfi-64 srfi-69 srfi-87 srfi-98 srfi-111 srfi-132 srfi-133 srfi-145
  srfi-151)
(check (cond-expand (srfi-18 'threads) (else 'none)) => none)

;; R7RS asks for libraries, in every spelling.
(check (cond-expand ((library (srfi 1)) 1) (else 2)) => 1)
(check (cond-expand ((library (srfi srfi-1)) 1) (else 2)) => 1)
(check (cond-expand ((library (srfi :1)) 1) (else 2)) => 1)
(check (cond-expand ((library (srfi :1 lists)) 1) (else 2)) => 1)
(check (cond-expand ((library (srfi 99999)) 1) (else 2)) => 2)
(check (cond-expand ((library (srfi :99999)) 1) (else 2)) => 2)
(check (cond-expand ((library (srfi srfi-one)) 1) (else 2)) => 2)
(finish)
;--- output
; 49 checks
