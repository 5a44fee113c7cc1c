;;; SRFI 227: procedures with optional arguments: a `case-lambda` with a clause for each number of arguments, which
;;; calls the procedure that has them all.

(define-library (srfi 227)
  (import (scheme base) (scheme case-lambda))
  (export opt-lambda opt*-lambda let-optionals let-optionals*)
  (begin

    (define-syntax opt-lambda
      (syntax-rules ()
        ((_ formals . body) (split parallel formals () () . body))))
    (define-syntax opt*-lambda
      (syntax-rules ()
        ((_ formals . body) (split sequential formals () () . body))))

    (define-syntax let-optionals
      (syntax-rules ()
        ((_ list formals . body) (apply (opt-lambda formals . body) list))))
    (define-syntax let-optionals*
      (syntax-rules ()
        ((_ list formals . body) (apply (opt*-lambda formals . body) list))))

    ;; Takes formals apart: required variables with a name each for the clauses, then optional ones with that and
    ;; their inits.
    (define-syntax split
      (syntax-rules ()
        ((_ kind ((variable init) . more) required (binding ...) . body)
         (split kind more required (binding ... (variable x init)) . body))
        ((_ kind (variable . more) (required ...) () . body)
         (split kind more (required ... (variable x)) () . body))
        ((_ kind (variable . more) required bindings . body)
         (syntax-error "a required variable after an optional one" variable))
        ((_ kind tail ((required x) ...) ((variable y init) ...) . body)
         (let ((procedure (lambda (required ... variable ... . tail) . body)))
           (kind procedure tail () ((required x) ...) ((variable y init) ...))))))

    ;; Inits see nothing of the arguments: clauses call them x and y.
    (define-syntax parallel
      (syntax-rules ()
        ((_ procedure tail (clause ...) ((given x) ...) ((variable y init) (others z inits) ...))
         (parallel procedure tail
                   (clause ... ((x ...) (procedure x ... init inits ...)))
                   ((given x) ... (variable y))
                   ((others z inits) ...)))
        ((_ procedure tail clauses ((given x) ...) ())
         (finish procedure tail clauses (x ...)))))

    ;; Inits see the arguments before them.
    (define-syntax sequential
      (syntax-rules ()
        ((_ procedure tail (clause ...) ((given x) ...) ((variable y init) (others z inits) ...))
         (sequential procedure tail
                     (clause ...
                       ((given ...)
                        (let* ((variable init) (others inits) ...)
                          (procedure given ... variable others ...))))
                     ((given x) ... (variable y))
                     ((others z inits) ...)))
        ((_ procedure tail clauses ((given x) ...) ())
         (finish procedure tail clauses (x ...)))))

    ;; The clause for all arguments.
    (define-syntax finish
      (syntax-rules ()
        ((_ procedure () () (x ...)) procedure)
        ((_ procedure () (clause ...) (x ...))
         (case-lambda clause ... ((x ...) (procedure x ...))))
        ((_ procedure tail (clause ...) (x ...))
         (case-lambda clause ... ((x ... . rest) (apply procedure x ... rest))))))))
