;; SRFI 125: intermediate hash tables.
(import (scheme base) (scheme char) (srfi 125) (srfi 128) (srfi 132) (only (srfi srfi-125) hash-table?)
        (only (srfi :125 hash-tables) hash-table) (check))

(define default (make-default-comparator))
(define (sorted table)
  (list-sort (lambda (a b) (<? default (car a) (car b))) (hash-table->alist table)))
(define (numbers) (hash-table default 'one 1 'two 2 'three 3))

;; Constructors.
(check (sorted (numbers)) => ((one . 1) (three . 3) (two . 2)))
(check-error (hash-table default 'a 1 'a 2))
(check-error (hash-table default 'a))
(check (hash-table-size (make-hash-table default)) => 0)
(check (hash-table-size (make-hash-table equal?)) => 0)
(check (hash-table-size (make-hash-table string-ci=? string-ci-hash 100)) => 0)
(check (let ((t (make-hash-table string-ci=? string-ci-hash)))
         (hash-table-set! t "Key" 1)
         (hash-table-ref/default t "KEY" 0)) => 1)
(check (let ((t (make-hash-table (make-comparator number? = #f (lambda (n) (exact (floor n)))))))
         (hash-table-set! t 2 'two)
         (hash-table-ref/default t 2.0 #f)) => two)
(check (sorted (hash-table-unfold (lambda (n) (= n 4)) (lambda (n) (values n (* n n))) (lambda (n) (+ n 1)) 1
                                  default)) => ((1 . 1) (2 . 4) (3 . 9)))
(check (sorted (alist->hash-table '((a . 1) (b . 2) (a . 3)) default)) => ((a . 1) (b . 2)))
(check (sorted (alist->hash-table '(("a" . 1)) equal?)) => (("a" . 1)))

(check-error (make-hash-table (lambda (a b) (= (abs a) (abs b)))))
(check (hash-table-size (make-hash-table default 'weak-keys 100 'only-elsewhere)) => 0)

;; Predicates.
(check-true (hash-table? (numbers)))
(check (hash-table? '()) => #f)
(check-true (hash-table-contains? (numbers) 'one))
(check (hash-table-contains? (numbers) 'four) => #f)
(check-true (hash-table-exists? (numbers) 'two))
(check-true (hash-table-empty? (make-hash-table default)))
(check (hash-table-empty? (numbers)) => #f)
(check-true (hash-table=? default (numbers) (numbers)))
(check (hash-table=? default (numbers) (hash-table default 'one 1 'two 2)) => #f)
(check (hash-table=? default (numbers) (hash-table default 'one 1 'two 2 'three 4)) => #f)
(check (hash-table=? default (numbers) (hash-table default 'one 1 'two 2 'four 3)) => #f)
(check-true (hash-table-mutable? (make-hash-table default)))

;; Accessors.
(check (hash-table-ref (numbers) 'two) => 2)
(check-error (hash-table-ref (numbers) 'four))
(check (hash-table-ref (numbers) 'four (lambda () 'none)) => none)
(check (hash-table-ref (numbers) 'two (lambda () 'none) -) => -2)
(check (hash-table-ref/default (numbers) 'four 'none) => none)

;; Mutators.
(define-syntax after
  (syntax-rules ()
    ((_ (table) body ...) (let ((table (numbers))) body ... (sorted table)))))
(check (after (t) (hash-table-set! t)) => ((one . 1) (three . 3) (two . 2)))
(check (after (t) (hash-table-set! t 'one 10)) => ((one . 10) (three . 3) (two . 2)))
(check (after (t) (hash-table-set! t 'four 4 'five 5)) => ((five . 5) (four . 4) (one . 1) (three . 3) (two . 2)))
(check-error (hash-table-set! (numbers) 'a 1 'b))
(check (let ((t (numbers))) (hash-table-delete! t 'one 'four 'two)) => 2)
(check (after (t) (hash-table-delete! t 'one 'four 'two)) => ((three . 3)))
(check (let ((t (numbers))) (hash-table-delete! t)) => 0)
(check (hash-table-intern! (numbers) 'one (lambda () 0)) => 1)
(check (after (t) (hash-table-intern! t 'zero (lambda () 0))) => ((one . 1) (three . 3) (two . 2) (zero . 0)))
(check (after (t) (hash-table-update! t 'one -)) => ((one . -1) (three . 3) (two . 2)))
(check-error (hash-table-update! (numbers) 'zero -))
(check (after (t) (hash-table-update! t 'zero - (lambda () 7))) => ((one . 1) (three . 3) (two . 2) (zero . -7)))
(check (after (t) (hash-table-update! t 'one - (lambda () 7) (lambda (n) (* n 10)))) => ((one . -10) (three . 3) (two . 2)))
(check (after (t) (hash-table-update!/default t 'one - 7)) => ((one . -1) (three . 3) (two . 2)))
(check (after (t) (hash-table-update!/default t 'zero - 7)) => ((one . 1) (three . 3) (two . 2) (zero . -7)))
(check (let ((t (hash-table default 'a 1)))
         (call-with-values (lambda () (hash-table-pop! t)) (lambda (k v) (list k v (hash-table-size t))))) => (a 1 0))
(check-error (hash-table-pop! (make-hash-table default)))
(check (after (t) (hash-table-clear! t)) => ())

;; The whole table.
(check (hash-table-size (numbers)) => 3)
(check (list-sort (lambda (a b) (<? default a b)) (hash-table-keys (numbers))) => (one three two))
(check (list-sort < (hash-table-values (numbers))) => (1 2 3))
(check (call-with-values (lambda () (hash-table-entries (numbers)))
         (lambda (keys values) (equal? (map (lambda (k) (hash-table-ref (numbers) k)) keys) values))) => #t)
(check (hash-table-find (lambda (k v) (and (= v 2) k)) (numbers) (lambda () 'none)) => two)
(check (hash-table-find (lambda (k v) #f) (numbers) (lambda () 'none)) => none)
(check (hash-table-count (lambda (k v) (odd? v)) (numbers)) => 2)

;; Mapping and folding.
(check (sorted (hash-table-map - default (numbers))) => ((one . -1) (three . -3) (two . -2)))
(check (let ((sum 0)) (hash-table-for-each (lambda (k v) (set! sum (+ sum v))) (numbers)) sum) => 6)
(check (let ((sum 0)) (hash-table-walk (numbers) (lambda (k v) (set! sum (+ sum v)))) sum) => 6)
(check (after (t) (hash-table-map! (lambda (k v) (list k v)) t)) => ((one one 1) (three three 3) (two two 2)))
(check (list-sort < (hash-table-map->list (lambda (k v) (* v v)) (numbers))) => (1 4 9))
(check (hash-table-fold (lambda (k v acc) (+ v acc)) 10 (numbers)) => 16)
(check (hash-table-fold (numbers) (lambda (k v acc) (+ v acc)) 10) => 16)
(check (after (t) (hash-table-prune! (lambda (k v) (odd? v)) t)) => ((two . 2)))

;; Copying.
(check (let* ((t (numbers)) (u (hash-table-copy t #t)))
         (hash-table-set! u 'one 0)
         (list (hash-table-ref t 'one) (hash-table-ref u 'one))) => (1 0))
(check (sorted (hash-table-copy (numbers))) => ((one . 1) (three . 3) (two . 2)))
(check (let* ((t (make-hash-table string-ci=? string-ci-hash)) (u (hash-table-empty-copy t)))
         (hash-table-set! u "A" 1)
         (list (hash-table-size t) (hash-table-ref u "a"))) => (0 1))

;; As sets.
(define (more) (hash-table default 'two 20 'four 40))
(check (after (t) (hash-table-union! t (more))) => ((four . 40) (one . 1) (three . 3) (two . 2)))
(check (after (t) (hash-table-merge! t (more))) => ((four . 40) (one . 1) (three . 3) (two . 2)))
(check (after (t) (hash-table-intersection! t (more))) => ((two . 2)))
(check (after (t) (hash-table-difference! t (more))) => ((one . 1) (three . 3)))
(check (after (t) (hash-table-xor! t (more))) => ((four . 40) (one . 1) (three . 3)))
(check (let ((t (numbers))) (eq? t (hash-table-xor! t (more)))) => #t)

;; From SRFI 69.
(check-true (exact-integer? (hash '(a "b" #\c))))
(check-true (= (string-hash "abc") (string-hash (string-copy "abc"))))
(check-true (= (string-ci-hash "abc") (string-ci-hash "ABC")))
(check-true (let ((x (list 1))) (= (hash-by-identity x) (hash-by-identity x))))
(check-true (eq? (hash-table-equivalence-function (make-hash-table equal?)) equal?))
(check-true (procedure? (hash-table-hash-function (numbers))))
(finish)
;--- output
; 78 checks
