;;; SRFI 2: and-let*, an and with local bindings.

(define-library (srfi 2)
  (import (scheme base))
  (export and-let*)
  (begin
    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () body ...) (let () body ...))
        ((_ ((name expression))) (let ((name expression)) name))
        ((_ ((name expression) clause ...) body ...)
         (let ((name expression))
           (if name (and-let* (clause ...) body ...) #f)))
        ((_ ((expression))) expression)
        ((_ ((expression) clause ...) body ...)
         (if expression (and-let* (clause ...) body ...) #f))
        ((_ (name)) name)
        ((_ (name clause ...) body ...)
         (if name (and-let* (clause ...) body ...) #f))))))
