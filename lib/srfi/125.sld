;;; SRFI 125: intermediate hash tables. The tables are those of SRFI 69, so both libraries work on all of them; the
;;; procedures here take comparators, any number of keys, and the SRFI's order of arguments. Tables are mutable.

(define-library (srfi 125)
  (import (scheme base) (scheme case-lambda) (only (scheme char) string-ci=?) (srfi 128)
          (rename (except (srfi 69) hash-table-merge!)
                  (make-hash-table make) (hash-table-set! set) (hash-table-delete! delete)
                  (hash-table-update! update) (hash-table-fold fold)
                  (alist->hash-table from-alist) (hash-table-exists? hash-table-contains?)
                  (hash-table-clear! clear) (hash-table-copy copy)))
  (export
    make-hash-table hash-table hash-table-unfold alist->hash-table
    hash-table? hash-table-contains? (rename hash-table-contains? hash-table-exists?)
    hash-table-empty? hash-table=? hash-table-mutable?
    hash-table-ref hash-table-ref/default
    hash-table-set! hash-table-delete! hash-table-intern! hash-table-update!
    hash-table-update!/default hash-table-pop! hash-table-clear!
    hash-table-size hash-table-keys hash-table-values hash-table-entries hash-table-find
    hash-table-count
    hash-table-map hash-table-for-each hash-table-walk hash-table-map! hash-table-map->list
    hash-table-fold hash-table-prune!
    hash-table-copy hash-table-empty-copy hash-table->alist
    hash-table-union! (rename hash-table-union! hash-table-merge!) hash-table-intersection!
    hash-table-difference! hash-table-xor!
    hash string-hash string-ci-hash hash-by-identity
    hash-table-equivalence-function hash-table-hash-function)
  (begin

    ;; `how` is a comparator, or an equivalence that a hash function may follow (SRFI 69). Options that only other
    ;; implementations know are hints to them.
    (define (make-hash-table how . options)
      (cond
        ((comparator? how)
         (apply make
                (comparator-equality-predicate how)
                (comparator-hash-function how)
                (known options)))
        ((and (pair? options) (procedure? (car options)))
         (apply make how (car options) (known (cdr options))))
        ((memq how (list eq? eqv? equal? = string=? string-ci=? symbol=? char=? boolean=?))
         (apply make how (known options)))
        (else (error "make-hash-table: this equivalence needs a hash function" how))))

    (define (known options)
      (cond
        ((null? options) '())
        ((memq (car options) '(weak-keys ephemeral-keys weak-values ephemeral-values))
         (cons (car options) (known (cdr options))))
        (else (known (cdr options)))))

    (define (hash-table how . keys-and-values)
      (let ((table (make-hash-table how)))
        (let loop ((l keys-and-values))
          (cond
            ((null? l) table)
            ((hash-table-contains? table (car l)) (error "hash-table: a key occurs twice" (car l)))
            ((null? (cdr l)) (error "hash-table: a key without a value" (car l)))
            (else (set table (car l) (cadr l)) (loop (cddr l)))))))

    (define (hash-table-unfold stop? mapper successor seed how . options)
      (let ((table (apply make-hash-table how options)))
        (let loop ((seed seed))
          (if (stop? seed)
              table
              (begin
                (call-with-values (lambda () (mapper seed))
                  (lambda (key value) (set table key value)))
                (loop (successor seed)))))))

    ;; Earlier associations win.
    (define (alist->hash-table alist how . options)
      (let ((table (apply make-hash-table how options)))
        (for-each
          (lambda (entry) (hash-table-intern! table (car entry) (lambda () (cdr entry))))
          alist)
        table))

    (define (hash-table-empty? table) (= 0 (hash-table-size table)))
    (define (hash-table-mutable? table) #t)

    (define missing (list 'missing))

    (define (hash-table=? values-comparator a b)
      (let ((same? (comparator-equality-predicate values-comparator)))
        (and (= (hash-table-size a) (hash-table-size b))
             (let loop ((l (hash-table->alist a)))
               (or (null? l)
                   (let ((other (hash-table-ref/default b (caar l) missing)))
                     (and (not (eq? other missing))
                          (same? (cdar l) other)
                          (loop (cdr l)))))))))

    (define hash-table-set!
      (case-lambda
        ((table key value) (set table key value))
        ((table . keys-and-values)
         (let loop ((l keys-and-values))
           (cond
             ((null? l) (if #f #f))
             ((null? (cdr l)) (error "hash-table-set!: a key without a value" (car l)))
             (else (set table (car l) (cadr l)) (loop (cddr l))))))))

    (define (hash-table-delete! table . keys)
      (let ((before (hash-table-size table)))
        (for-each (lambda (key) (delete table key)) keys)
        (- before (hash-table-size table))))

    (define (hash-table-intern! table key failure)
      (let ((value (hash-table-ref/default table key missing)))
        (if (eq? value missing)
            (let ((value (failure)))
              (set table key value)
              value)
            value)))

    (define hash-table-update!
      (case-lambda
        ((table key f) (update table key f))
        ((table key f failure) (update table key f failure))
        ((table key f failure success)
         (set table key (f (hash-table-ref table key failure success))))))

    (define (hash-table-pop! table)
      (hash-table-find
        (lambda (key value) (delete table key) (values key value))
        table
        (lambda () (error "hash-table-pop!: the table is empty" table))))

    (define (hash-table-clear! table) (clear table))

    (define (hash-table-entries table)
      (values (hash-table-keys table) (hash-table-values table)))

    ;; The associations are those at the time of the call: `f` may change the table.
    (define (hash-table-find f table failure)
      (let loop ((l (hash-table->alist table)))
        (if (null? l)
            (failure)
            (call-with-values (lambda () (f (caar l) (cdar l)))
              (case-lambda
                ((found) (or found (loop (cdr l))))
                (found (apply values found)))))))

    (define (hash-table-count counts? table)
      (fold table (lambda (k v n) (if (counts? k v) (+ n 1) n)) 0))

    (define (hash-table-map f how table)
      (let ((result (make-hash-table how)))
        (hash-table-for-each (lambda (k v) (set result k (f v))) table)
        result))

    (define (hash-table-for-each f table) (hash-table-walk table f))

    (define (hash-table-map! f table)
      (hash-table-walk table (lambda (k v) (set table k (f k v)))))

    (define (hash-table-map->list f table)
      (fold table (lambda (k v acc) (cons (f k v) acc)) '()))

    ;; The table comes last, or first as in SRFI 69.
    (define (hash-table-fold f seed table)
      (if (hash-table? f)
          (fold f seed table)
          (fold table f seed)))

    (define (hash-table-prune! drop? table)
      (hash-table-walk table (lambda (k v) (if (drop? k v) (delete table k)))))

    (define hash-table-copy
      (case-lambda
        ((table) (copy table))
        ((table mutable?) (copy table))))

    (define (hash-table-empty-copy table)
      (let ((result (copy table)))
        (clear result)
        result))

    (define (hash-table-union! to from)
      (hash-table-walk from
        (lambda (k v) (if (not (hash-table-contains? to k)) (set to k v))))
      to)

    (define (hash-table-intersection! to from)
      (hash-table-prune! (lambda (k v) (not (hash-table-contains? from k))) to)
      to)
    (define (hash-table-difference! to from)
      (hash-table-prune! (lambda (k v) (hash-table-contains? from k)) to)
      to)
    (define (hash-table-xor! to from)
      (hash-table-walk from
        (lambda (k v)
          (if (hash-table-contains? to k) (delete to k) (set to k v))))
      to)))
