;;; SRFI 26: cut and cute, specializing parameters without currying.

(define-library (srfi 26)
  (import (scheme base))
  (export cut cute)
  (begin
    (define-syntax cut
      (syntax-rules ()
        ((_ slot ...) (collect-cut () () slot ...))))

    ;; The slots seen so far become parameters; `<...>` may only come last.
    (define-syntax collect-cut
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (procedure argument ...))
         (lambda (parameter ...) ((begin procedure) argument ...)))
        ((_ (parameter ...) (procedure argument ...) <...>)
         (lambda (parameter ... . rest) (apply procedure argument ... rest)))
        ((_ (parameter ...) (position ...) <> slot ...)
         (collect-cut (parameter ... x) (position ... x) slot ...))
        ((_ (parameter ...) (position ...) constant slot ...)
         (collect-cut (parameter ...) (position ... constant) slot ...))))

    (define-syntax cute
      (syntax-rules ()
        ((_ slot ...) (collect-cute () () () slot ...))))

    ;; As above, but what is no slot is evaluated once, outside.
    (define-syntax collect-cute
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (binding ...) (procedure argument ...))
         (let (binding ...)
           (lambda (parameter ...) (procedure argument ...))))
        ((_ (parameter ...) (binding ...) (procedure argument ...) <...>)
         (let (binding ...)
           (lambda (parameter ... . rest) (apply procedure argument ... rest))))
        ((_ (parameter ...) (binding ...) (position ...) <> slot ...)
         (collect-cute (parameter ... x) (binding ...) (position ... x) slot ...))
        ((_ (parameter ...) (binding ...) (position ...) constant slot ...)
         (collect-cute (parameter ...) (binding ... (t constant)) (position ... t) slot ...))))))
