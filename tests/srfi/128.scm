;; SRFI 128: comparators, every name; and SRFI 162's, which the same library exports.
;; The string hashes are the same as in the libraries of hash tables.
(import (scheme base) (scheme char) (srfi 128) (only (srfi 69) string-hash string-ci-hash) (only (srfi 125) string-hash)
        (only (srfi 162) comparator-max) (only (srfi srfi-128) comparator?)
        (only (srfi :128 comparators) =?) (only (scheme comparator) <?) (check))

(define by-length
  (make-comparator string? (lambda (a b) (= (string-length a) (string-length b)))
                   (lambda (a b) (< (string-length a) (string-length b))) string-length))
(define plain (make-comparator symbol? eq? #f #f))
(define ordered-only (make-comparator real? #t < #f))
(define d (make-default-comparator))
(define (same-hash? c a b) (= (comparator-hash c a) (comparator-hash c b)))

;; Constructors and predicates.
(check (map comparator? (list by-length plain d car 'a)) => (#t #t #t #f #f))
(check (map comparator-ordered? (list by-length plain ordered-only d (make-eq-comparator))) => (#t #f #t #t #f))
(check (map comparator-hashable? (list by-length plain ordered-only d (make-eqv-comparator))) => (#t #f #f #t #t))
(check (list ((comparator-type-test-predicate by-length) "a") ((comparator-type-test-predicate by-length) 1)) => (#t #f))
(check (list ((comparator-equality-predicate by-length) "ab" "cd") ((comparator-ordering-predicate by-length) "a" "bc")
             ((comparator-hash-function by-length) "abc")) => (#t #t 3))
(check (list (comparator-test-type plain 'a) (comparator-test-type plain 1) (comparator-check-type plain 'a)) => (#t #f #t))
(check-error (comparator-check-type plain 1))
(check-error (<? plain 'a 'b))
(check-error (comparator-hash plain 'a))
(check (comparator-hash by-length "abcd") => 4)
;; An equality of #t is made of the order.
(check (list (=? ordered-only 1 1.0) (=? ordered-only 1 2)) => (#t #f))
(check (comparator-test-type (make-comparator #t eq? #f #f) car) => #t)

;; Compounds.
(define pairs (make-pair-comparator real-comparator string-comparator))
(check (list (=? pairs '(1 . "a") '(1.0 . "a")) (<? pairs '(1 . "a") '(1 . "b")) (<? pairs '(1 . "b") '(2 . "a")) (<? pairs '(2 . "a") '(1 . "b"))
             (comparator-test-type pairs '(1 . 2)) (same-hash? pairs '(1 . "a") (cons 1.0 (string #\a)))) => (#t #t #t #f #f #t))
(define lists (make-list-comparator real-comparator))
(check (list (=? lists '(1 2) '(1 2.0)) (<? lists '() '(1)) (<? lists '(1 2) '(1 3)) (<? lists '(2) '(1 2)) (comparator-test-type lists '(1 . 2))
             (comparator-test-type lists '(1 a)) (same-hash? lists '(1 2) '(1.0 2))) => (#t #t #t #f #f #f #t))
(define strings-as-lists
  (make-list-comparator char-comparator string? (lambda (s) (= 0 (string-length s))) (lambda (s) (string-ref s 0))
                        (lambda (s) (substring s 1 (string-length s)))))
(check (list (=? strings-as-lists "ab" "ab") (<? strings-as-lists "ab" "b") (comparator-test-type strings-as-lists '())) => (#t #t #f))
(define vectors (make-vector-comparator real-comparator))
(check (list (=? vectors #(1 2) #(1.0 2)) (<? vectors #(9) #(1 1)) (<? vectors #(1 2) #(1 3)) (comparator-test-type vectors #(a))
             (same-hash? vectors #(1 2) #(1.0 2))) => (#t #t #t #f #t))
(define bytes (make-vector-comparator real-comparator bytevector? bytevector-length bytevector-u8-ref))
(check (list (=? bytes #u8(1 2) (bytevector 1 2)) (<? bytes #u8(5) #u8(1 2)) (comparator-test-type bytes #(1))) => (#t #t #f))
(check (let ((x (list 1)))
         (list (=? (make-eq-comparator) x x) (=? (make-eq-comparator) x (list 1)) (=? (make-eqv-comparator) 1.5 1.5)
               (=? (make-equal-comparator) x (list 1)) (same-hash? (make-equal-comparator) x (list 1)))) => (#t #f #t #t #t))

;; Hash functions: equal for equal objects, below the bound.
(check-true (= (boolean-hash #t) (boolean-hash #t)))
(check (= (boolean-hash #t) (boolean-hash #f)) => #f)
(check-true (= (char-hash #\a) (char-hash #\a)))
(check-true (= (char-ci-hash #\a) (char-ci-hash #\A)))
(check-true (= (string-hash "abc") (string-hash (string #\a #\b #\c))))
(check-true (= (string-ci-hash "abc") (string-ci-hash "ABC")))
(check-true (< -1 (string-hash "abc" 7) 7))
(check-true (< -1 (string-ci-hash "abc" 7) 7))
(check-true (= (symbol-hash 'abc) (symbol-hash (string->symbol "abc"))))
(check-true (= (number-hash 2) (number-hash 2.0)))
(check-true (= (number-hash +nan.0) (number-hash +nan.0)))
(check-true (= (default-hash '(1 "a")) (default-hash (list 1.0 "a"))))
(check-true (and (exact-integer? (hash-bound)) (> (hash-bound) 1000) (exact-integer? (hash-salt))))
(check-true (< -1 (default-hash '(a (b "c") #\d 1.5)) (hash-bound)))

;; The default comparator: by kind, then by value.
(check (<? d '() '(1) #f #t #\a #\b "a" "b" 'a 'b 1 2 #(1) #(2) #(1 1) #u8(1) #u8(2)) => #t)
(check (list (=? d 1 1.0) (=? d "a" 'a) (=? d '(1 (2)) '(1 (2.0))) (<? d 1 1+i) (=? d +i +i)) => (#t #f #t #t #t))
(define-record-type point (make-point x) point? (x point-x))
(comparator-register-default!
  (make-comparator point? (lambda (a b) (= (point-x a) (point-x b))) (lambda (a b) (< (point-x a) (point-x b))) point-x))
(check (list (=? d (make-point 1) (make-point 1)) (<? d (make-point 1) (make-point 2)) (<? d #u8() (make-point 0))
             (comparator-hash d (make-point 7))) => (#t #t #t 7))

;; Comparing several objects, and branching.
(check (list (=? d 1 1 1) (=? d 1 1 2) (>? d 3 2 1) (>? d 1 1) (<=? d 1 1 2) (<=? d 2 1) (>=? d 2 2 1) (>=? d 1 2)) => (#t #f #t #f #t #f #t #f))
(check (map (lambda (n) (comparator-if<=> n 2 'less 'equal 'greater)) '(1 2 3)) => (less equal greater))
(check (comparator-if<=> by-length "abc" "xyz" 'less 'equal 'greater) => equal)

;; SRFI 162.
(check (list (comparator-max d 1 3 2) (comparator-min d 2 1 3) (comparator-max d 5) (comparator-min d 5)
             (comparator-max-in-list d '(1 3 2)) (comparator-min-in-list d '(2 1 3))) => (3 1 5 5 3 1))
(check (list (<? default-comparator 1 2) (<? boolean-comparator #f #t) (<? real-comparator 1 3/2) (<? char-comparator #\A #\a)
             (=? char-ci-comparator #\A #\a) (<? string-comparator "A" "a") (=? string-ci-comparator "A" "a") (<? pair-comparator '(1 . 2) '(1 . 3))
             (<? list-comparator '(1) '(1 2)) (<? vector-comparator #(2) #(1 1))) => (#t #t #t #t #t #t #t #t #t #t))
(check (map comparator-test-type
            (list boolean-comparator real-comparator char-comparator char-ci-comparator string-comparator string-ci-comparator
                  pair-comparator list-comparator vector-comparator)
            '(1 +i "a" 1 #\a a () (1 . 2) (1))) => (#f #f #f #f #f #f #f #f #f))
(check (list (=? eq-comparator 'a 'a) (=? eqv-comparator 1.5 1.5) (=? equal-comparator "a" (string #\a)) (=? eq-comparator "a" (string #\a)))
  => (#t #t #t #f))
(finish)
;--- output
; 42 checks
