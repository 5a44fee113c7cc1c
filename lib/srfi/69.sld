;;; SRFI 69: basic hash tables. The tables are the machine's (correct under a moving collector); equivalences that it
;;; does not know are tried here, on the candidates with the right hash. Entries of weak tables may vanish between any
;;; two steps: what is asked of an entry comes with what to answer if it is gone.

(define-library (srfi 69)
  (import (scheme base) (scheme case-lambda) (scheme char) (scheme complex)
          (rename (only (eyas primitives)
                        %make-table %table? %table-kind %table-ref %table-set! %table-delete!
                        %table-contains? %table-count %table-clear! %table-copy %table-next
                        %table-entry-key %table-entry-value %table-set-entry-value!
                        %table-candidate %table-add! %table-delete-entry!
                        equal-hash eqv-hash eq-hash string-hash string-ci-hash %absent)
                  (equal-hash %hash) (eq-hash %eq-hash)))
  (export make-hash-table hash-table? alist->hash-table
          hash-table-equivalence-function hash-table-hash-function
          hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete!
          hash-table-exists? hash-table-update! hash-table-update!/default
          hash-table-size hash-table-keys hash-table-values hash-table-walk hash-table-fold
          hash-table->alist hash-table-copy hash-table-merge! hash-table-clear!
          hash string-hash string-ci-hash hash-by-identity)
  (begin

    ;; `custom?` tables hold their entries under the hash that `hasher` gives, compared with `same?`.
    (define-record-type hash-table
      (wrap table custom? same? hasher)
      hash-table?
      (table inner)
      (custom? custom?)
      (same? hash-table-equivalence-function)
      (hasher hash-table-hash-function))

    (define (in-bounds h bound)
      (if bound (modulo h bound) h))

    (define hash
      (case-lambda
        ((x) (%hash x))
        ((x bound) (in-bounds (%hash x) bound))))
    (define hash-by-identity
      (case-lambda
        ((x) (%eq-hash x))
        ((x bound) (in-bounds (%eq-hash x) bound))))

    ;; For `=`: exactness and the signs of zeros do not matter.
    (define number-hash
      (case-lambda
        ((z)
         (let ((re (+ 0.0 (inexact (real-part z)))) (im (+ 0.0 (inexact (imag-part z)))))
           (%hash (if (= im 0.0) re (cons re im)))))
        ((z bound) (in-bounds (number-hash z) bound))))

    (define (known-kind same?)
      (cond
        ((eq? same? eq?) 0)
        ((eq? same? eqv?) 1)
        ((eq? same? equal?) 2)
        ((eq? same? string=?) 3)
        (else #f)))

    (define (known-hasher same?)
      (cond
        ((eq? same? eq?) hash-by-identity)
        ((eq? same? string=?) string-hash)
        ((eq? same? string-ci=?) string-ci-hash)
        ((eq? same? =) number-hash)
        (else hash)))

    ;; What is weak, as `%make-table` counts: 1 the keys, 2 the values. Weak and ephemeral references are the same here:
    ;; a value does not keep its own key. Sizes are hints that are not needed.
    (define (weakness options)
      (let loop ((options options) (keys 0) (values 0))
        (if (null? options)
            (+ keys values)
            (let ((option (car options)))
              (case option
                ((weak-keys ephemeral-keys) (loop (cdr options) 1 values))
                ((weak-values ephemeral-values) (loop (cdr options) keys 2))
                ((thread-safe) (loop (cdr options) keys values))
                (else
                 (if (exact-integer? option)
                     (loop (cdr options) keys values)
                     (error "make-hash-table: unknown option" option))))))))

    ;; (make-hash-table [same? [hasher]] option ...)
    (define make-hash-table
      (case-lambda
        (() (make-hash-table equal?))
        ((same? . options)
         (let* ((given? (and (pair? options) (procedure? (car options))))
                (hasher (if given? (car options) (known-hasher same?)))
                (weak (weakness (if given? (cdr options) options)))
                (kind (known-kind same?)))
           ;; A known equivalence does not need the hash function that was given: any works.
           (wrap (%make-table (or kind 4) weak) (not kind) same? hasher)))))

    (define missing (list 'missing))

    ;; Index of the entry for `key`, or #f.
    (define (custom-entry table key h)
      (let ((inside (inner table)) (same? (hash-table-equivalence-function table)))
        (let loop ((i (%table-candidate inside h #f)))
          (if (not i)
              #f
              (let ((candidate (%table-entry-key inside i missing)))
                (if (and (not (eq? candidate missing)) (same? key candidate))
                    i
                    (loop (%table-candidate inside h i))))))))

    (define (custom-hash table key)
      ((hash-table-hash-function table) key))

    (define (ref table key default)
      (if (custom? table)
          (let ((i (custom-entry table key (custom-hash table key))))
            (if i (%table-entry-value (inner table) i default) default))
          (%table-ref (inner table) key default)))

    (define hash-table-ref
      (case-lambda
        ((table key)
         (hash-table-ref table key (lambda () (error "hash-table-ref: no such key" key))))
        ((table key failure)
         (let ((value (ref table key missing)))
           (if (eq? value missing) (failure) value)))
        ((table key failure success)
         (let ((value (ref table key missing)))
           (if (eq? value missing) (failure) (success value))))))

    (define (hash-table-ref/default table key default) (ref table key default))

    (define (hash-table-set! table key value)
      (if (custom? table)
          (let* ((h (custom-hash table key)) (i (custom-entry table key h)))
            (if (not (and i (%table-set-entry-value! (inner table) i value)))
                (%table-add! (inner table) key value h)))
          (%table-set! (inner table) key value)))

    (define (hash-table-delete! table key)
      (if (custom? table)
          (let ((i (custom-entry table key (custom-hash table key))))
            (if i (%table-delete-entry! (inner table) i)))
          (%table-delete! (inner table) key)))

    (define (hash-table-exists? table key)
      (not (eq? (ref table key missing) missing)))

    (define hash-table-update!
      (case-lambda
        ((table key f)
         (hash-table-set! table key (f (hash-table-ref table key))))
        ((table key f failure)
         (hash-table-set! table key (f (hash-table-ref table key failure))))))

    (define (hash-table-update!/default table key f default)
      (hash-table-set! table key (f (ref table key default))))

    (define (hash-table-size table) (%table-count (inner table)))

    ;; Safe if `f` changes the table: every original key is met at most once.
    (define (hash-table-fold table f seed)
      (let ((inside (inner table)))
        (let loop ((i (%table-next inside 0)) (acc seed))
          (if i
              (let ((key (%table-entry-key inside i missing))
                    (value (%table-entry-value inside i missing)))
                (let ((acc (if (or (eq? key missing) (eq? value missing)) acc (f key value acc))))
                  (loop (%table-next inside (+ i 1)) acc)))
              acc))))

    (define (hash-table-walk table f)
      (for-each (lambda (entry) (f (car entry) (cdr entry))) (hash-table->alist table)))

    (define (hash-table->alist table)
      (hash-table-fold table (lambda (k v acc) (cons (cons k v) acc)) '()))
    (define (hash-table-keys table)
      (hash-table-fold table (lambda (k v acc) (cons k acc)) '()))
    (define (hash-table-values table)
      (hash-table-fold table (lambda (k v acc) (cons v acc)) '()))

    (define (hash-table-copy table . mutable?)
      (wrap (%table-copy (inner table))
            (custom? table)
            (hash-table-equivalence-function table)
            (hash-table-hash-function table)))

    (define (hash-table-merge! to from)
      (hash-table-walk from (lambda (k v) (hash-table-set! to k v)))
      to)

    (define (hash-table-clear! table) (%table-clear! (inner table)))

    ;; Earlier associations win.
    (define (alist->hash-table alist . options)
      (let ((table (apply make-hash-table options)))
        (for-each
          (lambda (entry)
            (if (not (hash-table-exists? table (car entry)))
                (hash-table-set! table (car entry) (cdr entry))))
          alist)
        table))))
