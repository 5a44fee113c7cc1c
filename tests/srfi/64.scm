;; SRFI 64: test suites. Test cases, groups, skipping, expected failures, counted by null runners and by hooks.
(import (scheme base) (srfi 64) (srfi srfi-64) (srfi :64) (srfi :64 testing) (check))

;; Runs `body` with a null runner; the counts are (pass fail xpass xfail skip).
(define (counts runner)
  (list (test-runner-pass-count runner) (test-runner-fail-count runner) (test-runner-xpass-count runner)
        (test-runner-xfail-count runner) (test-runner-skip-count runner)))
(define-syntax counting
  (syntax-rules ()
    ((_ body ...) (let ((runner (test-runner-null))) (test-with-runner runner body ...) (counts runner)))))

;; Test cases, with and without names.
(check (counting (test-assert #t) (test-assert "name" 5) (test-assert #f) (test-assert "raises" (car '()))) => (2 2 0 0 0))
(check (counting (test-eqv 2 (+ 1 1)) (test-eqv "name" 2 2.0) (test-eqv "s" (string #\s))) => (1 2 0 0 0))
(check (counting (test-eq 'a 'a) (test-eq "name" '() '()) (test-eq (list 1) (list 1))) => (2 1 0 0 0))
(check (counting (test-equal '(1 (2)) (list 1 (list 2))) (test-equal "name" #(1) (vector 1)) (test-equal 1 1.0)) => (2 1 0 0 0))
(check (counting (test-approximate 1.0 1.05 0.1) (test-approximate "name" 1 0.95 0.1) (test-approximate 1 1.2 0.1)
                 (test-approximate 1.0 +nan.0 0.1) (test-approximate 1 'x 0.1))
       => (2 3 0 0 0))
(check (counting (test-error (car '())) (test-error #t (raise 'x)) (test-error "name" #t (vector-ref #(1) 1)) (test-error 5)) => (3 1 0 0 0))
(check (test-read-eval-string "(+ 3 4)") => 7)
(check-error (test-read-eval-string "(+ 3 4"))
(check-error (test-read-eval-string "(+ 3 4) "))
(check (counting (test-equal 7 (test-read-eval-string "(+ 3 4)")) (test-error (test-read-eval-string "(+ 3"))
                 (test-equal #\newline (test-read-eval-string "#\\newline")) (test-error (test-read-eval-string "#\\newlin"))
                 (test-equal 5 (test-read-eval-string "(+ 1 #;(* 2 3) 4)")))
       => (5 0 0 0 0))
;; Names and expressions are evaluated once.
(check (let ((n 0) (m 0)) (counting (test-eqv (begin (set! n (+ n 1)) "name") 1 (begin (set! m (+ m 1)) 1))) (list n m)) => (1 1))

;; Without a runner, and with one.
(check (test-runner-current) => #f)
(check-error (test-runner-get))
(check-error (test-assert #t))
(check (map test-runner? (list (test-runner-null) (test-runner-simple) (test-runner-create) 5 #f)) => (#t #t #t #f #f))
(check (let ((r (test-runner-null))) (test-with-runner r (list (eq? r (test-runner-current)) (eq? r (test-runner-get))))) => (#t #t))
(check (let ((r (test-runner-null)))
         (parameterize ((test-runner-factory (lambda () r)))
           (test-begin "outer")
           (let ((installed? (eq? r (test-runner-current))))
             (test-begin "inner")
             (test-assert #t)
             (test-end "inner")
             (let ((still? (eq? r (test-runner-get))))
               (test-end)
               (list installed? still? (test-runner-current) (counts r))))))
       => (#t #t #f (1 0 0 0 0)))
(check (let ((r (test-runner-null)))
         (test-runner-current r)
         (test-begin "g")
         (test-end "g")
         (let ((kept? (eq? r (test-runner-current)))) (test-runner-current #f) kept?))
       => #t)
(check (let ((r (test-runner-null))) (parameterize ((test-runner-factory (lambda () r))) (eq? r (test-runner-create)))) => #t)
(check (let ((r (test-runner-null))) (test-with-runner r (test-assert #t) (test-assert #f)) (test-runner-reset r) (counts r)) => (0 0 0 0 0))
(check (let ((r (test-runner-null))) (test-runner-aux-value! r '(mine)) (test-runner-aux-value r)) => (mine))

;; Groups.
(check (let ((r (test-runner-null)) (paths '()))
         (define (note!) (set! paths (cons (list (test-runner-group-path r) (test-runner-group-stack r)) paths)))
         (test-with-runner r
           (test-begin "a")
           (test-group "b" (define x 1) (note!) (test-eqv x 1))
           (note!)
           (test-end "a")
           (note!))
         (reverse paths))
       => ((("a" "b") ("b" "a")) (("a") ("a")) (() ())))
(check (let ((r (test-runner-null)) (seen '()))
         (test-with-runner r
           (guard (e (#t (set! seen (cons (test-runner-group-path r) seen))))
             (test-group "raises" (raise 'x)))
           (guard (e (#t (set! seen (cons e seen))))
             (test-group-with-cleanup "cleaned" (test-assert #t) (raise 'y) (set! seen (cons 'cleanup seen))))
           (test-group-with-cleanup "fine" (test-assert #t) (set! seen (cons 'cleanup-too seen))))
         (list (reverse seen) (counts r)))
       => ((() cleanup y cleanup-too) (2 0 0 0 0)))
(check-error (let ((r (test-runner-null))) (test-with-runner r (test-end "none"))))

;; Skipping.
(check (counting (test-skip 2) (test-assert #f) (test-assert #f) (test-assert #t)) => (1 0 0 0 2))
(check (counting (test-skip "b") (test-assert "a" #t) (test-assert "b" (raise 'never)) (test-assert "b" #f)) => (1 0 0 0 2))
(check (counting (test-skip (test-match-name "b")) (test-assert "a" #t) (test-assert "b" #f)) => (1 0 0 0 1))
(check (counting (test-skip (test-match-nth 2)) (test-assert #t) (test-assert #f) (test-assert #t)) => (2 0 0 0 1))
(check (counting (test-skip (test-match-nth 2 2)) (test-assert #t) (test-assert #f) (test-assert #f) (test-assert #t)) => (2 0 0 0 2))
(check (counting (test-skip (test-match-any "a" "b")) (test-assert "a" #f) (test-assert "b" #f) (test-assert "c" #t)) => (1 0 0 0 2))
(check (counting (test-skip (test-match-all "a" (test-match-nth 2))) (test-assert "a" #t) (test-assert "a" #f) (test-assert "a" #t))
       => (2 0 0 0 1))
;; Every specifier is applied, so counters inside go on.
(check (counting (test-skip (test-match-any "a" (test-match-nth 2))) (test-assert "a" #f) (test-assert "b" #f) (test-assert "c" #t)) => (1 0 0 0 2))
(check (counting (test-skip (lambda (runner) (equal? "x" (test-runner-test-name runner)))) (test-assert "x" #f) (test-assert "y" #t)) => (1 0 0 0 1))
(check (counting (test-skip "g") (test-group "g" (test-assert #f) (raise 'never)) (test-group "h" (test-assert #t))) => (1 0 0 0 0))
;; A group undoes the skips it made.
(check (counting (test-begin "g") (test-skip "a") (test-assert "a" #f) (test-end "g") (test-assert "a" #t)) => (1 0 0 0 1))
(check (counting (test-skip "a") (test-begin "g") (test-assert "a" #f) (test-end "g") (test-assert "a" #f)) => (0 0 0 0 2))

;; Expected failures.
(check (counting (test-expect-fail 2) (test-assert #f) (test-assert #t) (test-assert #t)) => (1 0 1 1 0))
(check (counting (test-expect-fail "a") (test-assert "a" (car 5)) (test-assert "b" #f)) => (0 1 0 1 0))
(check (counting (test-begin "g") (test-expect-fail "a") (test-end "g") (test-assert "a" #f)) => (0 1 0 0 0))
(check (counting (test-expect-fail "a") (test-skip "a") (test-assert "a" #f)) => (0 0 0 0 1))

;; Selecting.
(check (let ((r (test-runner-null)))
         (test-apply r "a" "b" (lambda () (test-assert "a" #t) (test-assert "b" #t) (test-assert "c" #f)))
         (counts r))
       => (2 0 0 0 1))
(check (let ((r (test-runner-null))) (test-apply r (lambda () (test-assert #t) (test-assert #f))) (counts r)) => (1 1 0 0 0))
(check (counting (test-apply 2 (lambda () (test-assert #t) (test-assert #t) (test-assert #f))) (test-assert #t)) => (3 0 0 0 1))
(check (counting (test-skip "a") (test-apply "a" "b" (lambda () (test-assert "a" #f) (test-assert "b" #t)))) => (1 0 0 0 1))
(check (counting (test-apply "in" (lambda () (test-group "g" (test-assert "in" #t) (test-assert "out" #f))))) => (1 0 0 0 1))
(check (let ((r (test-runner-null)))
         (parameterize ((test-runner-factory (lambda () r))) (test-apply "a" (lambda () (test-assert "a" #t) (test-assert "b" #f))))
         (list (counts r) (test-runner-current)))
       => ((1 0 0 0 1) #f))
(finish)
;--- output
; 46 checks
