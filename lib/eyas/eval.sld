;;; Evaluation (R7RS 6.12). The machine's `%compile` yields a list of thunks: the bodies of libraries that the form
;;; is the first to need, then the form itself.

(define-library (eyas eval)
  (import (eyas primitives) (eyas control))
  (export eval environment load scheme-report-environment null-environment)
  (begin
    (define (run thunks)
      (if (null? (cdr thunks))
          ((car thunks))
          (begin
            ((car thunks))
            (run (cdr thunks)))))

    (define eval
      (case-lambda
        ((expression) (eval expression (interaction-environment)))
        ((expression environment)
         (if (not (environment? environment))
             (%wrong-type 'eval "an environment" environment))
         (run (%compile expression environment)))))

    ;; `%environment` yields the environment behind the thunks.
    (define (environment . import-sets)
      (let loop ((l (%environment import-sets)))
        (if (pair? (cdr l))
            (begin ((car l)) (loop (cdr l)))
            (car l))))

    (define (scheme-report-environment version)
      (if (memv version '(5 7))
          (if (eqv? version 5)
              (environment '(scheme r5rs))
              (environment '(scheme base) '(scheme case-lambda) '(scheme char) '(scheme complex)
                           '(scheme cxr) '(scheme eval) '(scheme file) '(scheme inexact)
                           '(scheme lazy) '(scheme load) '(scheme process-context) '(scheme read)
                           '(scheme repl) '(scheme time) '(scheme write)))
          (%error 'range "scheme-report-environment: no such version" version)))

    (define (null-environment version)
      (if (memv version '(5 7))
          (environment '(only (scheme r5rs)
                              quote quasiquote lambda define if set! begin let let* letrec do delay
                              cond case and or define-syntax let-syntax letrec-syntax syntax-rules
                              else => ... _ unquote unquote-splicing))
          (%error 'range "null-environment: no such version" version)))

    ;; How many files are being loaded, one by the other: a file that loads itself is an error soon, before it has
    ;; filled the stack.
    (define depth (make-parameter 0))
    (define depth-max 1000)

    (define load
      (case-lambda
        ((name) (load name (interaction-environment)))
        ((name environment)
         (if (= (depth) depth-max) (error "load: files load each other without end" name))
         (parameterize ((depth (+ (depth) 1)))
           (let loop ((forms (%compile-file name environment)))
             (if (pair? forms)
                 (begin
                   ((car forms))
                   (loop (cdr forms)))))))))))
