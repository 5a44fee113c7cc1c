;;; SRFI 128: comparators, which bundle a type test, an equality, an order and a hash function. With the ready-made
;;; ones of SRFI 162, which extends this library.

(define-library (srfi 128)
  (import (scheme base) (scheme case-lambda) (scheme char) (scheme complex) (scheme inexact)
          ;; The string hashes are those of SRFI 69 and 125: all these libraries can be imported together.
          (rename (only (eyas primitives) equal-hash string-hash string-ci-hash symbol-hash)
                  (symbol-hash %symbol-hash)))
  (export comparator? comparator-ordered? comparator-hashable?
          make-comparator make-pair-comparator make-list-comparator make-vector-comparator
          make-eq-comparator make-eqv-comparator make-equal-comparator
          boolean-hash char-hash char-ci-hash string-hash string-ci-hash symbol-hash number-hash
          make-default-comparator default-hash comparator-register-default!
          comparator-type-test-predicate comparator-equality-predicate
          comparator-ordering-predicate comparator-hash-function
          comparator-test-type comparator-check-type comparator-hash
          hash-bound hash-salt
          =? <? >? <=? >=? comparator-if<=>
          comparator-max comparator-min comparator-max-in-list comparator-min-in-list
          default-comparator boolean-comparator real-comparator char-comparator
          char-ci-comparator string-comparator string-ci-comparator pair-comparator
          list-comparator vector-comparator eq-comparator eqv-comparator equal-comparator)
  (begin

    (define-record-type comparator
      (wrap type-test equality ordering hash ordered? hashable?)
      comparator?
      (type-test comparator-type-test-predicate)
      (equality comparator-equality-predicate)
      (ordering comparator-ordering-predicate)
      (hash comparator-hash-function)
      (ordered? comparator-ordered?)
      (hashable? comparator-hashable?))

    ;; `equality` may be #t: what is not ordered is equal.
    (define (make-comparator type-test equality ordering hash)
      (wrap (if (eq? type-test #t) (lambda (x) #t) type-test)
            (if (eq? equality #t)
                (lambda (x y) (not (or (ordering x y) (ordering y x))))
                equality)
            (or ordering (lambda (x y) (error "comparator has no ordering" x y)))
            (or hash (lambda (x) (error "comparator has no hash function" x)))
            (and ordering #t)
            (and hash #t)))

    (define-syntax hash-bound (syntax-rules () ((_) 33554432)))
    (define-syntax hash-salt (syntax-rules () ((_) 16064047)))

    (define (in-bounds h) (modulo h (hash-bound)))
    (define (mix h k) (in-bounds (+ (* 33 h) k)))

    (define (boolean-hash x) (if x 1 0))
    (define (char-hash c) (char->integer c))
    (define (char-ci-hash c) (char->integer (char-foldcase c)))
    (define (symbol-hash s) (in-bounds (%symbol-hash s)))
    ;; Numbers that are `=` have the same exact value, if they have one.
    (define (number-hash n)
      (in-bounds
        (equal-hash
          (cond
            ((real? n) (if (and (inexact? n) (finite? n)) (exact n) n))
            ((and (finite? (real-part n)) (finite? (imag-part n))) (exact n))
            (else n)))))

    (define (comparator-test-type c x) ((comparator-type-test-predicate c) x))
    (define (comparator-check-type c x)
      (or (comparator-test-type c x)
          (error "comparator: a value of another type" c x)))
    (define (comparator-hash c x) ((comparator-hash-function c) x))

    ;; Comparators of compounds.
    (define (make-pair-comparator car-comparator cdr-comparator)
      (let ((car=? (comparator-equality-predicate car-comparator))
            (cdr=? (comparator-equality-predicate cdr-comparator))
            (car<? (comparator-ordering-predicate car-comparator))
            (cdr<? (comparator-ordering-predicate cdr-comparator)))
        (make-comparator
          (lambda (x)
            (and (pair? x)
                 (comparator-test-type car-comparator (car x))
                 (comparator-test-type cdr-comparator (cdr x))))
          (lambda (x y) (and (car=? (car x) (car y)) (cdr=? (cdr x) (cdr y))))
          (and (comparator-ordered? car-comparator)
               (comparator-ordered? cdr-comparator)
               (lambda (x y)
                 (or (car<? (car x) (car y))
                     (and (car=? (car x) (car y)) (cdr<? (cdr x) (cdr y))))))
          (and (comparator-hashable? car-comparator)
               (comparator-hashable? cdr-comparator)
               (lambda (x)
                 (mix (mix (hash-salt) (comparator-hash car-comparator (car x)))
                      (comparator-hash cdr-comparator (cdr x))))))))

    (define make-list-comparator
      (case-lambda
        ((c) (make-list-comparator c list? null? car cdr))
        ((c type-test empty? head tail)
         (let ((same? (comparator-equality-predicate c))
               (less? (comparator-ordering-predicate c)))
           (make-comparator
             (lambda (x)
               (and (type-test x)
                    (let loop ((x x))
                      (or (empty? x)
                          (and (comparator-test-type c (head x)) (loop (tail x)))))))
             (lambda (x y)
               (let loop ((x x) (y y))
                 (cond
                   ((empty? x) (empty? y))
                   ((empty? y) #f)
                   (else (and (same? (head x) (head y)) (loop (tail x) (tail y)))))))
             (and (comparator-ordered? c)
                  (lambda (x y)
                    (let loop ((x x) (y y))
                      (cond
                        ((empty? y) #f)
                        ((empty? x) #t)
                        ((same? (head x) (head y)) (loop (tail x) (tail y)))
                        (else (less? (head x) (head y)))))))
             (and (comparator-hashable? c)
                  (lambda (x)
                    (let loop ((x x) (h (hash-salt)))
                      (if (empty? x)
                          h
                          (loop (tail x) (mix h (comparator-hash c (head x)))))))))))))

    ;; Shorter vectors come first.
    (define make-vector-comparator
      (case-lambda
        ((c) (make-vector-comparator c vector? vector-length vector-ref))
        ((c type-test length-of ref)
         (let ((same? (comparator-equality-predicate c))
               (less? (comparator-ordering-predicate c)))
           (make-comparator
             (lambda (x)
               (and (type-test x)
                    (let ((n (length-of x)))
                      (let loop ((i 0))
                        (or (= i n)
                            (and (comparator-test-type c (ref x i)) (loop (+ i 1))))))))
             (lambda (x y)
               (let ((n (length-of x)))
                 (and (= n (length-of y))
                      (let loop ((i 0))
                        (or (= i n) (and (same? (ref x i) (ref y i)) (loop (+ i 1))))))))
             (and (comparator-ordered? c)
                  (lambda (x y)
                    (let ((n (length-of x)) (m (length-of y)))
                      (or (< n m)
                          (and (= n m)
                               (let loop ((i 0))
                                 (cond
                                   ((= i n) #f)
                                   ((same? (ref x i) (ref y i)) (loop (+ i 1)))
                                   (else (less? (ref x i) (ref y i))))))))))
             (and (comparator-hashable? c)
                  (lambda (x)
                    (let ((n (length-of x)))
                      (let loop ((i 0) (h (mix (hash-salt) n)))
                        (if (= i n)
                            h
                            (loop (+ i 1) (mix h (comparator-hash c (ref x i))))))))))))))

    (define (make-eq-comparator) (make-comparator #t eq? #f default-hash))
    (define (make-eqv-comparator) (make-comparator #t eqv? #f default-hash))
    (define (make-equal-comparator) (make-comparator #t equal? #f default-hash))

    ;; The default comparator: objects of different kinds are ordered by kind.
    (define registered '())

    (define (comparator-register-default! c)
      (set! registered (append registered (list c))))

    (define (kind x)
      (cond
        ((null? x) 0)
        ((pair? x) 1)
        ((boolean? x) 2)
        ((char? x) 3)
        ((string? x) 4)
        ((symbol? x) 5)
        ((number? x) 6)
        ((vector? x) 7)
        ((bytevector? x) 8)
        (else
         (let loop ((l registered) (i 9))
           (cond
             ((null? l) i)
             ((comparator-test-type (car l) x) i)
             (else (loop (cdr l) (+ i 1))))))))

    (define (registered-comparator k)
      (and (>= k 9) (< (- k 9) (length registered)) (list-ref registered (- k 9))))

    (define (default=? x y)
      (let ((k (kind x)))
        (and (= k (kind y))
             (case k
               ((0) #t)
               ((1) ((comparator-equality-predicate default-pairs) x y))
               ((2) (boolean=? x y))
               ((3) (char=? x y))
               ((4) (string=? x y))
               ((5) (eq? x y))
               ((6) (= x y))
               ((7) ((comparator-equality-predicate default-vectors) x y))
               ((8) (bytevector=? x y))
               (else
                (let ((c (registered-comparator k)))
                  (if c ((comparator-equality-predicate c) x y) (equal? x y))))))))

    (define (default<? x y)
      (let ((k (kind x)) (other (kind y)))
        (or (< k other)
            (and (= k other)
                 (case k
                   ((0) #f)
                   ((1) ((comparator-ordering-predicate default-pairs) x y))
                   ((2) (and (not x) y))
                   ((3) (char<? x y))
                   ((4) (string<? x y))
                   ((5) (string<? (symbol->string x) (symbol->string y)))
                   ((6) (number<? x y))
                   ((7) ((comparator-ordering-predicate default-vectors) x y))
                   ((8) ((comparator-ordering-predicate byte-vectors) x y))
                   (else
                    (let ((c (registered-comparator k)))
                      (if c
                          ((comparator-ordering-predicate c) x y)
                          (error "no order is known" x y)))))))))

    (define (bytevector=? x y) (equal? x y))

    (define (number<? x y)
      (if (and (real? x) (real? y))
          (< x y)
          (let ((a (real-part x)) (b (real-part y)))
            (or (< a b) (and (= a b) (< (imag-part x) (imag-part y)))))))

    (define (default-hash x)
      (let ((k (kind x)))
        (case k
          ((0) 0)
          ((1) (comparator-hash default-pairs x))
          ((2) (boolean-hash x))
          ((3) (char-hash x))
          ((4) (string-hash x))
          ((5) (symbol-hash x))
          ((6) (number-hash x))
          ((7) (comparator-hash default-vectors x))
          (else
           (let ((c (registered-comparator k)))
             (if c (comparator-hash c x) (in-bounds (equal-hash x))))))))

    (define default (make-comparator #t default=? default<? default-hash))
    (define default-pairs (make-pair-comparator default default))
    (define default-vectors (make-vector-comparator default))
    (define byte-vectors
      (make-vector-comparator (make-comparator #t = < number-hash)
                              bytevector? bytevector-length bytevector-u8-ref))

    (define (make-default-comparator) default)

    ;; Comparisons of any number of objects from two on.
    (define (chain holds? a b rest)
      (and (holds? a b)
           (or (null? rest) (chain holds? b (car rest) (cdr rest)))))

    (define (=? c a b . rest)
      (chain (comparator-equality-predicate c) a b rest))
    (define (<? c a b . rest)
      (chain (comparator-ordering-predicate c) a b rest))
    (define (>? c a b . rest)
      (let ((less? (comparator-ordering-predicate c)))
        (chain (lambda (x y) (less? y x)) a b rest)))
    (define (<=? c a b . rest)
      (let ((less? (comparator-ordering-predicate c)))
        (chain (lambda (x y) (not (less? y x))) a b rest)))
    (define (>=? c a b . rest)
      (let ((less? (comparator-ordering-predicate c)))
        (chain (lambda (x y) (not (less? x y))) a b rest)))

    ;; SRFI 162.
    (define default-comparator default)
    (define boolean-comparator
      (make-comparator boolean? boolean=? (lambda (x y) (and (not x) y)) boolean-hash))
    (define real-comparator (make-comparator real? = < number-hash))
    (define char-comparator (make-comparator char? char=? char<? char-hash))
    (define char-ci-comparator (make-comparator char? char-ci=? char-ci<? char-ci-hash))
    (define string-comparator (make-comparator string? string=? string<? string-hash))
    (define string-ci-comparator
      (make-comparator string? string-ci=? string-ci<? string-ci-hash))
    (define pair-comparator default-pairs)
    (define list-comparator (make-list-comparator default))
    (define vector-comparator default-vectors)
    (define eq-comparator (make-eq-comparator))
    (define eqv-comparator (make-eqv-comparator))
    (define equal-comparator (make-equal-comparator))

    (define (comparator-max-in-list c list)
      (let loop ((best (car list)) (l (cdr list)))
        (cond ((null? l) best)
              ((<? c best (car l)) (loop (car l) (cdr l)))
              (else (loop best (cdr l))))))
    (define (comparator-min-in-list c list)
      (let loop ((best (car list)) (l (cdr list)))
        (cond ((null? l) best)
              ((<? c (car l) best) (loop (car l) (cdr l)))
              (else (loop best (cdr l))))))
    (define (comparator-max c x . rest) (comparator-max-in-list c (cons x rest)))
    (define (comparator-min c x . rest) (comparator-min-in-list c (cons x rest)))

    (define-syntax comparator-if<=>
      (syntax-rules ()
        ((_ a b less equal greater)
         (comparator-if<=> (make-default-comparator) a b less equal greater))
        ((_ comparator a b less equal greater)
         (let ((c comparator) (x a) (y b))
           (cond ((=? c x y) equal)
                 ((<? c x y) less)
                 (else greater))))))))
