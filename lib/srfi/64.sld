;;; SRFI 64: a Scheme API for test suites, with the simple runner: failures and a summary on the current output.

(define-library (srfi 64)
  (import (scheme base) (scheme case-lambda) (scheme write) (scheme eval) (scheme read)
          (scheme complex))
  (export test-begin test-end test-group test-group-with-cleanup
          test-assert test-eqv test-eq test-equal test-approximate test-error
          test-skip test-expect-fail test-match-name test-match-nth test-match-any test-match-all
          test-read-eval-string test-apply test-with-runner
          test-runner? test-runner-null test-runner-simple test-runner-create test-runner-factory
          test-runner-current test-runner-get test-runner-reset
          test-runner-pass-count test-runner-fail-count test-runner-xpass-count
          test-runner-xfail-count test-runner-skip-count test-runner-test-name
          test-runner-group-path test-runner-group-stack
          test-runner-aux-value test-runner-aux-value!
          test-runner-on-test-begin test-runner-on-test-begin!
          test-runner-on-test-end test-runner-on-test-end!
          test-runner-on-group-begin test-runner-on-group-begin!
          test-runner-on-group-end test-runner-on-group-end!
          test-runner-on-bad-count test-runner-on-bad-count!
          test-runner-on-bad-end-name test-runner-on-bad-end-name!
          test-runner-on-final test-runner-on-final!
          test-result-kind test-passed? test-result-ref test-result-set! test-result-remove
          test-result-clear test-result-alist
          test-on-group-begin-simple test-on-group-end-simple test-on-bad-count-simple
          test-on-bad-end-name-simple test-on-final-simple test-on-test-begin-simple
          test-on-test-end-simple)
  (begin

    (define-record-type test-runner
      (make-runner pass fail xpass xfail skip groups counts wanted skips expected-failures
                   results aux on-test-begin on-test-end on-group-begin on-group-end
                   on-bad-count on-bad-end-name on-final)
      test-runner?
      (pass test-runner-pass-count set-pass!)
      (fail test-runner-fail-count set-fail!)
      (xpass test-runner-xpass-count set-xpass!)
      (xfail test-runner-xfail-count set-xfail!)
      (skip test-runner-skip-count set-skip!)
      (groups test-runner-group-stack set-groups!)
      ;; One `open-group` per name in `groups`.
      (counts open-groups set-open-groups!)
      ;; What `test-apply` selects: a test runs if all of these match.
      (wanted wanted set-wanted!)
      (skips skips set-skips!)
      (expected-failures expected-failures set-expected-failures!)
      (results test-result-alist set-results!)
      (aux test-runner-aux-value test-runner-aux-value!)
      (on-test-begin test-runner-on-test-begin test-runner-on-test-begin!)
      (on-test-end test-runner-on-test-end test-runner-on-test-end!)
      (on-group-begin test-runner-on-group-begin test-runner-on-group-begin!)
      (on-group-end test-runner-on-group-end test-runner-on-group-end!)
      (on-bad-count test-runner-on-bad-count test-runner-on-bad-count!)
      (on-bad-end-name test-runner-on-bad-end-name test-runner-on-bad-end-name!)
      (on-final test-runner-on-final test-runner-on-final!))

    ;; `cases` have been run in the group, a group inside counting as one; the rest of the record is what its end needs.
    (define-record-type open-group
      (make-open-group cases expected skips expected-failures installed?)
      open-group?
      (cases group-cases set-group-cases!)
      (expected group-expected)
      (skips group-skips)
      (expected-failures group-expected-failures)
      (installed? group-installed?))

    (define (count-case! runner)
      (let ((groups (open-groups runner)))
        (if (pair? groups)
            (set-group-cases! (car groups) (+ 1 (group-cases (car groups)))))))

    (define (nothing . arguments) #f)

    (define (test-runner-null)
      (make-runner 0 0 0 0 0 '() '() '() '() '() '() #f
                   nothing nothing nothing nothing nothing nothing nothing))

    (define (test-runner-simple)
      (make-runner 0 0 0 0 0 '() '() '() '() '() '() #f
                   test-on-test-begin-simple test-on-test-end-simple
                   test-on-group-begin-simple test-on-group-end-simple
                   test-on-bad-count-simple test-on-bad-end-name-simple test-on-final-simple))

    (define test-runner-factory (make-parameter test-runner-simple))
    (define test-runner-current (make-parameter #f))
    (define (test-runner-create) ((test-runner-factory)))

    (define (test-runner-get)
      (or (test-runner-current) (error "test-runner-get: there is no test runner")))

    (define (test-runner-reset runner)
      (set-pass! runner 0)
      (set-fail! runner 0)
      (set-xpass! runner 0)
      (set-xfail! runner 0)
      (set-skip! runner 0)
      (set-groups! runner '())
      (set-open-groups! runner '())
      (set-wanted! runner '())
      (set-skips! runner '())
      (set-expected-failures! runner '())
      (set-results! runner '()))

    (define (test-runner-group-path runner) (reverse (test-runner-group-stack runner)))

    (define (test-runner-test-name runner)
      (test-result-ref runner 'test-name ""))

    ;; What the simple runner prints.
    (define (test-on-test-begin-simple runner) #f)

    (define (test-on-test-end-simple runner)
      (let ((kind (test-result-kind runner)))
        (if (memq kind '(fail xpass))
            (begin
              (display (if (eq? kind 'fail) "FAIL" "XPASS"))
              (for-each (lambda (group) (display " ") (display group))
                        (test-runner-group-path runner))
              (display " ")
              (display (test-runner-test-name runner))
              (newline)
              (for-each
                (lambda (key)
                  (let ((entry (assq key (test-result-alist runner))))
                    (if entry
                        (begin
                          (display "  ")
                          (display key)
                          (display ": ")
                          (write (cdr entry))
                          (newline)))))
                '(source-form expected-value actual-value expected-error actual-error))))))

    (define (test-on-group-begin-simple runner name count) #f)
    (define (test-on-group-end-simple runner) #f)

    (define (test-on-bad-count-simple runner actual expected)
      (display "*** ")
      (display actual)
      (display " tests were run, expected ")
      (display expected)
      (newline))

    (define (test-on-bad-end-name-simple runner begin-name end-name)
      (error "test-end: the name does not match test-begin's" begin-name end-name))

    (define (test-on-final-simple runner)
      (define (line label n)
        (if (> n 0)
            (begin (display label) (display n) (newline))))
      (line "# of expected passes      " (test-runner-pass-count runner))
      (line "# of expected failures    " (test-runner-xfail-count runner))
      (line "# of unexpected successes " (test-runner-xpass-count runner))
      (line "# of unexpected failures  " (test-runner-fail-count runner))
      (line "# of skipped tests        " (test-runner-skip-count runner)))

    ;; Groups.
    (define test-begin
      (case-lambda
        ((name) (test-begin name #f))
        ((name count)
         (let* ((install? (not (test-runner-current)))
                (runner (or (test-runner-current) (test-runner-create))))
           (if install? (test-runner-current runner))
           ((test-runner-on-group-begin runner) runner name count)
           (set-open-groups! runner
             (cons (make-open-group 0 count (skips runner) (expected-failures runner) install?)
                   (open-groups runner)))
           (set-groups! runner (cons name (test-runner-group-stack runner)))))))

    (define test-end
      (case-lambda
        (() (test-end #f))
        ((name)
         (let* ((runner (test-runner-get))
                (stack (test-runner-group-stack runner)))
           (if (null? stack) (error "test-end: no group is open"))
           (if (and name (not (equal? name (car stack))))
               ((test-runner-on-bad-end-name runner) runner (car stack) name))
           (let* ((group (car (open-groups runner)))
                  (expected (group-expected group)))
             (if (and expected (not (= (group-cases group) expected)))
                 ((test-runner-on-bad-count runner) runner (group-cases group) expected))
             ((test-runner-on-group-end runner) runner)
             (set-skips! runner (group-skips group))
             (set-expected-failures! runner (group-expected-failures group))
             (set-open-groups! runner (cdr (open-groups runner)))
             (set-groups! runner (cdr stack))
             (count-case! runner)
             (if (null? (cdr stack))
                 ((test-runner-on-final runner) runner))
             (if (group-installed? group) (test-runner-current #f)))))))

    (define-syntax test-group
      (syntax-rules ()
        ((_ name body ...)
         (let ((n name))
           (if (group-runs? n)
               (dynamic-wind
                 (lambda () (test-begin n))
                 (lambda () body ... #t)
                 (lambda () (test-end n))))))))

    (define-syntax test-group-with-cleanup
      (syntax-rules ()
        ((_ name body ... cleanup)
         (test-group name
           (dynamic-wind
             (lambda () #f)
             (lambda () body ... #t)
             (lambda () cleanup))))))

    (define (group-runs? name)
      (let ((runner (test-runner-current)))
        (or (not runner)
            (begin
              (set-results! runner (list (cons 'test-name name)))
              (not (any-matches? runner (skips runner)))))))

    ;; Specifiers are predicates on the runner.
    (define (any-matches? runner specifiers)
      (let loop ((l specifiers) (found #f))
        (if (null? l) found (loop (cdr l) (or ((car l) runner) found)))))

    (define (->specifier x)
      (cond
        ((procedure? x) x)
        ((integer? x) (test-match-nth 1 x))
        ((string? x) (test-match-name x))
        (else (error "not a test specifier" x))))

    (define (test-match-name name)
      (lambda (runner) (equal? name (test-runner-test-name runner))))
    (define test-match-nth
      (case-lambda
        ((n) (test-match-nth n 1))
        ((n count)
         (let ((i 0))
           (lambda (runner)
             (set! i (+ i 1))
             (and (>= i n) (< i (+ n count))))))))
    (define (test-match-any . specifiers)
      (let ((l (map ->specifier specifiers)))
        (lambda (runner) (any-matches? runner l))))
    (define (test-match-all . specifiers)
      (let ((l (map ->specifier specifiers)))
        (lambda (runner)
          (let loop ((l l) (all #t))
            (if (null? l) all (loop (cdr l) (and ((car l) runner) all)))))))

    (define (test-skip . specifiers)
      (let ((runner (test-runner-get)))
        (set-skips! runner (cons (apply test-match-all specifiers) (skips runner)))))
    (define (test-expect-fail . specifiers)
      (let ((runner (test-runner-get)))
        (set-expected-failures! runner
          (cons (apply test-match-all specifiers) (expected-failures runner)))))

    ;; Results.
    (define test-result-ref
      (case-lambda
        ((runner key) (test-result-ref runner key #f))
        ((runner key default)
         (let ((entry (assq key (test-result-alist runner))))
           (if entry (cdr entry) default)))))
    (define (test-result-set! runner key value)
      (test-result-remove runner key)
      (set-results! runner (cons (cons key value) (test-result-alist runner))))
    (define (test-result-remove runner key)
      (set-results! runner
        (let loop ((l (test-result-alist runner)))
          (cond
            ((null? l) '())
            ((eq? (caar l) key) (loop (cdr l)))
            (else (cons (car l) (loop (cdr l))))))))
    (define (test-result-clear runner) (set-results! runner '()))
    (define test-result-kind
      (case-lambda
        (() (test-result-kind (test-runner-get)))
        ((runner) (test-result-ref runner 'result-kind))))
    (define test-passed?
      (case-lambda
        (() (test-passed? (test-runner-get)))
        ((runner) (and (memq (test-result-kind runner) '(pass xpass)) #t))))

    ;; `check` runs with the runner and says whether the test passed; what it raises is a failure.
    (define (run-test name form check)
      (let ((runner (test-runner-get)))
        (set-results! runner (list (cons 'test-name name) (cons 'source-form form)))
        (let ((skip? (any-matches? runner
                       (append (map (lambda (wanted?) (lambda (r) (not (wanted? r))))
                                    (wanted runner))
                               (skips runner))))
              (xfail? (any-matches? runner (expected-failures runner))))
          (count-case! runner)
          (if skip?
              (begin
                (test-result-set! runner 'result-kind 'skip)
                ((test-runner-on-test-begin runner) runner)
                (set-skip! runner (+ 1 (test-runner-skip-count runner))))
              (begin
                (if xfail? (test-result-set! runner 'result-kind 'xfail))
                ((test-runner-on-test-begin runner) runner)
                (let ((passed?
                       (guard (e (#t (test-result-set! runner 'actual-error (describe e)) #f))
                         (check runner))))
                  (cond
                    ((and passed? xfail?)
                     (test-result-set! runner 'result-kind 'xpass)
                     (set-xpass! runner (+ 1 (test-runner-xpass-count runner))))
                    (passed?
                     (test-result-set! runner 'result-kind 'pass)
                     (set-pass! runner (+ 1 (test-runner-pass-count runner))))
                    (xfail?
                     (test-result-set! runner 'result-kind 'xfail)
                     (set-xfail! runner (+ 1 (test-runner-xfail-count runner))))
                    (else
                     (test-result-set! runner 'result-kind 'fail)
                     (set-fail! runner (+ 1 (test-runner-fail-count runner))))))))
          ((test-runner-on-test-end runner) runner))))

    (define (describe e)
      (if (error-object? e)
          (cons (error-object-message e) (error-object-irritants e))
          e))

    (define (compare same? expected thunk)
      (lambda (runner)
        (test-result-set! runner 'expected-value expected)
        (let ((actual (thunk)))
          (test-result-set! runner 'actual-value actual)
          (same? expected actual))))

    (define-syntax test-assert
      (syntax-rules ()
        ((_ name expression)
         (run-test name 'expression
           (lambda (runner)
             (let ((actual expression))
               (test-result-set! runner 'actual-value actual)
               actual))))
        ((_ expression) (test-assert "" expression))))

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name same?)
         (define-syntax name
           (syntax-rules ()
             ((_ test-name expected expression)
              (run-test test-name 'expression
                (compare same? expected (lambda () expression))))
             ((_ expected expression) (name "" expected expression)))))))

    (define-comparison test-eq eq?)
    (define-comparison test-eqv eqv?)
    (define-comparison test-equal equal?)

    (define (within? margin)
      (lambda (expected actual)
        (define (close? a b) (and (>= b (- a margin)) (<= b (+ a margin))))
        (and (close? (real-part expected) (real-part actual))
             (close? (imag-part expected) (imag-part actual)))))

    (define-syntax test-approximate
      (syntax-rules ()
        ((_ name expected expression margin)
         (run-test name 'expression
           (compare (within? margin) expected (lambda () expression))))
        ((_ expected expression margin)
         (test-approximate "" expected expression margin))))

    (define (raises? type thunk runner)
      (test-result-set! runner 'expected-error type)
      (guard (e (#t
                 (test-result-set! runner 'actual-error (describe e))
                 (if (procedure? type) (type e) #t)))
        (test-result-set! runner 'actual-value (thunk))
        #f))

    (define-syntax test-error
      (syntax-rules ()
        ((_ name type expression)
         (run-test name 'expression
           (lambda (runner) (raises? type (lambda () expression) runner))))
        ((_ type expression) (test-error "" type expression))
        ((_ expression) (test-error "" #t expression))))

    (define (test-read-eval-string text)
      (let* ((port (open-input-string text)) (form (read port)))
        (if (eof-object? (read-char port))
            (eval form (environment '(scheme base)))
            (error "test-read-eval-string: text after the expression" text))))

    (define-syntax test-with-runner
      (syntax-rules ()
        ((_ runner body ...)
         (parameterize ((test-runner-current runner)) body ...))))

    ;; Runs the thunk that comes last; tests that match none of the specifiers before it are skipped.
    (define (test-apply first . rest)
      (cond
        ((test-runner? first) (test-with-runner first (apply run-matching rest)))
        ((test-runner-current) (apply run-matching first rest))
        (else
         (let ((runner (test-runner-create)))
           (test-with-runner runner (apply run-matching first rest))
           ((test-runner-on-final runner) runner)))))

    (define (run-matching first . rest)
      (let loop ((l (cons first rest)) (specifiers '()))
        (cond
          ((pair? (cdr l)) (loop (cdr l) (cons (car l) specifiers)))
          ((null? specifiers) ((car l)))
          (else
           (let* ((runner (test-runner-get))
                  (outer (wanted runner))
                  (selected (apply test-match-any (reverse specifiers))))
             (dynamic-wind
               (lambda () (set-wanted! runner (cons selected outer)))
               (car l)
               (lambda () (set-wanted! runner outer))))))))))
