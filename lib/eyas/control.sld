;;; Control: what stands below `call/cc`, `dynamic-wind`, exceptions and parameters.
;;;
;;; The dynamic state of a thread is three values that the virtual machine keeps and continuations capture: the
;;; winders (a list, innermost first), the handlers (a list, innermost first) and the parameterization (an
;;; association list). Everything here is ordinary Scheme over them. The machine itself calls two procedures by
;;; name: `%raise` when a primitive fails, and `%rewind` when a continuation with other winders is invoked.

(define-library (eyas control)
  (import (rename (eyas primitives)
                  (apply %apply)
                  (values %values)
                  (call-with-values %call-with-values)
                  (call/cc %call/cc)
                  (call/1cc %call/1cc)))
  (export apply values call-with-values call/cc call/1cc dynamic-wind %rewind
          with-exception-handler raise raise-continuable %raise %guard %guard-all
          error %error %wrong-type %range-error %error-kind? read-error? file-error?
          make-parameter %parameterize %set-parameter
          exit)
  (begin

    ;; R7RS 6.10. The five below are compiled in place when called by name; these are their procedures.
    (define (apply f . args)
      (%apply f (%apply cons* args)))

    (define values
      (case-lambda
        ((a) a)
        (() (%values))
        ((a b) (%values a b))
        ((a b c) (%values a b c))
        (things (%call/cc (lambda (k) (%apply k things))))))

    (define (call-with-values producer consumer)
      (%call-with-values producer consumer))

    (define (call/cc receiver)
      (%call/cc receiver))

    ;; The same with a continuation that may be used once, by a return or by a call. It is cheaper, since its frames
    ;; need not stay as they are. A continuation of `call/cc` captured above it may be used any number of times.
    (define (call/1cc receiver)
      (%call/1cc receiver))

    ;; A winder is #(before after handlers parameterization): its thunks run in the dynamic environment of the
    ;; call of `dynamic-wind`, whatever was in force where the continuation was invoked.
    (define (dynamic-wind before thunk after)
      (before)
      (let ((outer (%winders)))
        (%set-winders! (cons (vector before after (%handlers) (%parameterization)) outer))
        (%call-with-values thunk
          (case-lambda
            ((result) (%set-winders! outer) (after) result)
            (results (%set-winders! outer) (after) (%apply values results))))))

    (define (run-winder winder index)
      (%set-handlers! (vector-ref winder 2))
      (%set-parameterization! (vector-ref winder 3))
      ((vector-ref winder index)))

    (define (common-tail a b)
      (let ((la (length a)) (lb (length b)))
        (let loop ((a (if (> la lb) (list-tail a (- la lb)) a))
                   (b (if (> lb la) (list-tail b (- lb la)) b)))
          (if (eq? a b) a (loop (cdr a) (cdr b))))))

    (define (unwind-to tail)
      (let ((here (%winders)))
        (if (not (eq? here tail))
            (begin
              (%set-winders! (cdr here))
              (run-winder (car here) 1)
              (unwind-to tail)))))

    (define (rewind-from tail target)
      (let loop ((l target) (todo '()))
        (if (eq? l tail)
            (let run ((todo todo))
              (if (pair? todo)
                  (begin
                    (run-winder (car (car todo)) 0)
                    (%set-winders! (car todo))
                    (run (cdr todo)))))
            (loop (cdr l) (cons l todo)))))

    ;; Called by the machine: leave and enter `dynamic-wind`s until the continuation's are in force, then go.
    (define (%rewind k results)
      (let* ((target (%continuation-winders k))
             (tail (common-tail (%winders) target)))
        (unwind-to tail)
        (rewind-from tail target)
        (%apply k results)))

    ;; R7RS 6.11.
    (define (with-exception-handler handler thunk)
      (if (not (procedure? handler))
          (%wrong-type 'with-exception-handler "a procedure" handler))
      (let ((outer (%handlers)))
        (%set-handlers! (cons handler outer))
        (%call-with-values thunk
          (case-lambda
            ((result) (%set-handlers! outer) result)
            (results (%set-handlers! outer) (%apply values results))))))

    ;; Nobody handles `object`. A user who interrupts a program expects its `dynamic-wind`s to clean up; after an
    ;; error they do not run, so that what they would change can be looked at.
    (define (uncaught object)
      (if (%error-kind? object 'interrupt)
          (unwind-to '()))
      (%uncaught object))

    ;; Handlers do not see interrupts: else a program that handles everything in a loop could not be stopped.
    (define (raise object)
      (let ((handlers (%handlers)))
        (if (or (null? handlers) (%error-kind? object 'interrupt))
            (uncaught object)
            (begin
              (%set-handlers! (cdr handlers))
              ((car handlers) object)
              (%set-handlers! (cdr handlers))
              (raise (%make-condition 'handler-returned
                                      "the exception handler returned from a non-continuable exception"
                                      (list object)
                                      object))))))

    (define (%raise object) (raise object))

    (define (raise-continuable object)
      (let ((handlers (%handlers)))
        (if (null? handlers)
            (uncaught object)
            (begin
              (%set-handlers! (cdr handlers))
              (%call-with-values (lambda () ((car handlers) object))
                (case-lambda
                  ((result) (%set-handlers! handlers) result)
                  (results (%set-handlers! handlers) (%apply values results))))))))

    ;; What a guarded body's continuation receives when a clause must run in it.
    (define-record-type escape (make-escape thunk) escape? (thunk escape-thunk))

    ;; `guard` (R7RS 4.2.7): `clauses` takes the condition and a thunk that raises it again where it was raised.
    ;; A body that returns, or that is left for a clause, takes a continuation that is used once, which is no more than
    ;; an object and a mark in the stack. Only where no clause may apply the continuation of the handler must be kept,
    ;; for any number of uses, since it goes on into that of the guard.
    (define (%guard clauses body)
      (%call-with-values
        (lambda ()
          (%call/1cc
            (lambda (guard-k)
              (with-exception-handler
                (lambda (condition)
                  ((%call/cc
                     (lambda (handler-k)
                       (guard-k
                         (make-escape
                           (lambda ()
                             (clauses condition
                                      (lambda ()
                                        (handler-k
                                          (lambda () (raise-continuable condition))))))))))))
                body))))
        (case-lambda
          ((result) (if (escape? result) ((escape-thunk result)) result))
          (results (%apply values results)))))

    ;; The same where a clause always applies: `clauses` takes the condition.
    (define (%guard-all clauses body)
      (%call-with-values
        (lambda ()
          (%call/1cc
            (lambda (guard-k)
              (with-exception-handler
                (lambda (condition)
                  (guard-k (make-escape (lambda () (clauses condition)))))
                body))))
        (case-lambda
          ((result) (if (escape? result) ((escape-thunk result)) result))
          (results (%apply values results)))))

    (define (error message . irritants)
      (raise (%make-condition 'error message irritants #f)))

    ;; The same with a kind, for library procedures.
    (define (%error kind message . irritants)
      (raise (%make-condition kind message irritants #f)))

    (define (%wrong-type who expected value)
      (raise (%make-condition 'type
                              (string-append (symbol->string who) ": expected " expected)
                              (list value)
                              #f)))

    (define (%range-error who what value)
      (raise (%make-condition 'range
                              (string-append (symbol->string who) ": " what " out of range")
                              (list value)
                              #f)))

    (define (%error-kind? object kind)
      (and (error-object? object) (eq? (%condition-kind object) kind)))

    (define (read-error? object) (%error-kind? object 'read))
    (define (file-error? object) (%error-kind? object 'file))

    ;; R7RS 4.2.6.
    (define make-parameter
      (case-lambda
        ((value) (%make-parameter value #f))
        ((value converter) (%make-parameter (converter value) converter))))

    ;; Called by the machine for `(parameter value)`, which SRFI 39 leaves open and many programs use.
    (define (%set-parameter parameter value)
      (let ((converter (%parameter-converter parameter)))
        (%parameter-set! parameter (if converter (converter value) value))))

    ;; `bindings` is a list of (parameter . value), in order.
    (define (%parameterize bindings thunk)
      (let* ((outer (%parameterization))
             (inner (let loop ((bindings bindings))
                      (if (pair? bindings)
                          (let* ((parameter (car (car bindings)))
                                 (converter (if (%parameter? parameter)
                                                (%parameter-converter parameter)
                                                (%wrong-type 'parameterize "a parameter" parameter)))
                                 (value (if converter
                                            (converter (cdr (car bindings)))
                                            (cdr (car bindings)))))
                            (cons (cons parameter value) (loop (cdr bindings))))
                          outer))))
        (%set-parameterization! inner)
        (%call-with-values thunk
          (case-lambda
            ((result) (%set-parameterization! outer) result)
            (results (%set-parameterization! outer) (%apply values results))))))

    ;; R7RS 6.14: runs the outstanding afters, then ends the program; the machine flushes the ports.
    (define exit
      (case-lambda
        (() (unwind-to '()) (%exit #t))
        ((status) (unwind-to '()) (%exit status))))))
