;; SRFI 64: runners of one's own, results, and what the simple runner prints.
(import (scheme base) (scheme write) (srfi 64) (check))

;; The hooks, in order. Each is read and set.
(define trace '())
(define (note . l) (set! trace (cons l trace)))
(define r (test-runner-null))
(test-runner-on-test-begin! r (lambda (r) (note 'test-begin (test-runner-test-name r) (test-result-kind r))))
(test-runner-on-test-end! r (lambda (r) (note 'test-end (test-runner-test-name r) (test-result-kind r) (test-passed? r))))
(test-runner-on-group-begin! r (lambda (r name count) (note 'group-begin name count)))
(test-runner-on-group-end! r (lambda (r) (note 'group-end (test-runner-group-path r))))
(test-runner-on-bad-count! r (lambda (r actual expected) (note 'bad-count actual expected)))
(test-runner-on-bad-end-name! r (lambda (r begin-name end-name) (note 'bad-end-name begin-name end-name)))
(test-runner-on-final! r (lambda (r) (note 'final (test-runner-pass-count r))))
(define (traced thunk) (set! trace '()) (test-with-runner r (thunk)) (reverse trace))
(check (traced (lambda () (test-begin "g" 2) (test-assert "a" #t) (test-eqv 1 2) (test-end "g")))
       => ((group-begin "g" 2) (test-begin "a" #f) (test-end "a" pass #t) (test-begin "" #f) (test-end "" fail #f)
           (group-end ("g")) (final 1)))
(check (traced (lambda () (test-begin "g") (test-skip 1) (test-expect-fail 2) (test-assert #t) (test-assert #f) (test-end)))
       => ((group-begin "g" #f) (test-begin "" skip) (test-end "" skip #f) (test-begin "" xfail) (test-end "" xfail #f)
           (group-end ("g")) (final 1)))
(check (traced (lambda () (test-begin "g") (test-expect-fail 1) (test-assert #t) (test-end)))
       => ((group-begin "g" #f) (test-begin "" xfail) (test-end "" xpass #t) (group-end ("g")) (final 1)))
;; A group inside counts as one case.
(check (traced (lambda () (test-begin "g" 3) (test-group "h") (test-begin "i" 0) (test-end "i") (test-end "g")))
       => ((group-begin "g" 3) (group-begin "h" #f) (group-end ("g" "h")) (group-begin "i" 0) (group-end ("g" "i"))
           (bad-count 2 3) (group-end ("g")) (final 1)))
(check (assq 'bad-end-name (traced (lambda () (test-begin "g") (test-end "other")))) => (bad-end-name "g" "other"))
(check (map procedure?
         (map (lambda (f) (f r))
              (list test-runner-on-test-begin test-runner-on-test-end test-runner-on-group-begin test-runner-on-group-end
                    test-runner-on-bad-count test-runner-on-bad-end-name test-runner-on-final)))
       => (#t #t #t #t #t #t #t))
(check (map procedure? (list test-on-test-begin-simple test-on-test-end-simple test-on-group-begin-simple test-on-group-end-simple
                             test-on-bad-count-simple test-on-bad-end-name-simple test-on-final-simple))
       => (#t #t #t #t #t #t #t))

;; Results of the latest test.
(define q (test-runner-null))
(define (ref key . default) (apply test-result-ref q key default))
(check (list (test-result-kind q) (test-passed? q) (test-runner-test-name q)) => (#f #f ""))
(test-with-runner q (test-equal "sum" 5 (+ 2 2)))
(check (list (test-result-kind q) (test-runner-test-name q) (ref 'expected-value) (ref 'actual-value) (ref 'source-form))
       => (fail "sum" 5 4 (+ 2 2)))
(check (test-with-runner q (list (test-result-kind) (test-passed?))) => (fail #f))
(check (list (ref 'missing) (ref 'missing 'default) (ref 'result-kind)) => (#f default fail))
(test-with-runner q (test-assert (raise 'oops)))
(check (list (ref 'actual-error) (ref 'result-kind) (ref 'expected-value 'gone)) => (oops fail gone))
(test-with-runner q (test-error #t (raise 'oops)))
(check (list (ref 'expected-error) (ref 'actual-error) (ref 'result-kind)) => (#t oops pass))
(test-result-set! q 'mine 1)
(test-result-set! q 'mine 2)
(check (list (ref 'mine) (cdr (assq 'mine (test-result-alist q)))) => (2 2))
(test-result-remove q 'mine)
(check (ref 'mine 'gone) => gone)
(test-result-clear q)
(check (list (test-result-alist q) (test-result-kind q)) => (() #f))

;; The simple runner says what failed and counts at the end.
(test-begin "suite" 6)
(test-assert "fine" #t)
(test-equal "wrong" '(1 "two") (list 1 "three"))
(test-group "inner"
  (test-assert "raises" (error "bad" 1)))
(test-skip "skipped")
(test-assert "skipped" #f)
(test-expect-fail 2)
(test-assert "fails as expected" #f)
(test-assert "passes unexpectedly" #t)
(test-end "suite")
(test-begin "miscounted" 2)
(test-assert #t)
(test-end "miscounted")
(check-error (begin (test-begin "one") (test-end "another")))
(finish)
;--- output
; FAIL suite wrong
;   source-form: (list 1 "three")
;   expected-value: (1 "two")
;   actual-value: (1 "three")
; FAIL suite inner raises
;   source-form: (error "bad" 1)
;   actual-error: ("bad" 1)
; XPASS suite passes unexpectedly
;   source-form: #t
;   actual-value: #t
; # of expected passes      1
; # of expected failures    1
; # of unexpected successes 1
; # of unexpected failures  2
; # of skipped tests        1
; *** 1 tests were run, expected 2
; # of expected passes      1
; 17 checks
