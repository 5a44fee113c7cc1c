;; SRFI 46: basic syntax-rules extensions.
(import (scheme base) (srfi 46) (srfi srfi-46) (srfi :46) (srfi :46 syntax-rules) (check))

;; Patterns after the ellipsis.
(define-syntax fake-begin
  (syntax-rules () ((_ body ... tail) (let* ((dummy body) ...) tail))))
(check (fake-begin 1 2 3) => 3)
(check (fake-begin 3) => 3)
(define-syntax last-two
  (syntax-rules () ((_ x ... a b) '((x ...) a b))))
(check (last-two 1 2) => (() 1 2))
(check (last-two 1 2 3 4) => ((1 2) 3 4))
(define-syntax dotted
  (syntax-rules () ((_ x ... y . z) '((x ...) y z))))
(check (dotted 1) => (() 1 ()))
(check (dotted 1 2 3 . 4) => ((1 2) 3 4))
(check (dotted 1 2 3) => ((1 2) 3 ()))
(define-syntax in-vector
  (syntax-rules () ((_ #(a ... b c)) '((a ...) b c))))
(check (in-vector #(1 2 3 4)) => ((1 2) 3 4))
(define-syntax nested
  (syntax-rules () ((_ (a ... b) ... (c d ...)) '((a ...) ... (b ...) c (d ...)))))
(check (nested (1 2 3) (4) (5 6)) => ((1 2) () (3 4) 5 (6)))

;; An ellipsis of one's own: ... then is an ordinary identifier.
(define-syntax own
  (syntax-rules ::: () ((_ (x y :::) :::) '((y ::: x) :::))))
(check (own (1 2 3) (4)) => ((2 3 1) (4)))
(define-syntax dots
  (syntax-rules ::: () ((_ ... x :::) (list ... x :::))))
(check (dots 1 2 3) => (1 2 3))
;; A macro that defines macros with ellipses.
(define-syntax define-lister
  (syntax-rules ()
    ((_ name) (define-syntax name (syntax-rules ::: () ((_ x :::) (list x :::)))))))
(define-lister listing)
(check (listing 1 2 3) => (1 2 3))
;; The ellipsis given is hygienic: a macro may take it from its user.
(define-syntax my-let-syntax
  (syntax-rules ()
    ((_ ellipsis e) (let-syntax ((m (syntax-rules ellipsis () ((_ x ellipsis) '(x ellipsis))))) e))))
(check (my-let-syntax dots3 (let-syntax ((n (syntax-rules dots3 () ((_ (a b) dots3) '((b a) dots3))))) (n (1 2) (3 4))))
       => ((2 1) (4 3)))
;; A literal list that contains the ellipsis makes it a literal.
(define-syntax literal-dots
  (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'other)))
(check (literal-dots ...) => dots)
(check (literal-dots 5) => other)
;; (... ...) in a template.
(define-syntax escaped (syntax-rules () ((_ x) '(x (... ...)))))
(check (escaped 1) => (1 ...))
(finish)
;--- output
; 16 checks
