;;; SRFI 14: character sets.
;;;
;;; A set is the vector of code points at which membership changes, in order and of even length: the members are
;;; [v0, v1), [v2, v3) … So sets of all sizes are small, unions and their like are one walk over two vectors, and
;;; membership is a binary search. Sets never change: the procedures that may change theirs return a fresh one, as
;;; the SRFI allows. The universe is the Unicode scalar values.

(define-library (srfi 14)
  (import (scheme base) (scheme case-lambda) (only (srfi 132) list-sort) (srfi 14 tables)
          (only (eyas primitives) equal-hash))
  (export
    char-set? char-set= char-set<= char-set-hash
    char-set-cursor char-set-ref char-set-cursor-next end-of-char-set?
    char-set-fold char-set-unfold char-set-unfold! char-set-for-each char-set-map
    char-set-copy char-set list->char-set string->char-set list->char-set! string->char-set!
    char-set-filter char-set-filter! ucs-range->char-set ucs-range->char-set! ->char-set
    char-set->list char-set->string char-set-size char-set-count char-set-contains?
    char-set-every char-set-any
    char-set-adjoin char-set-delete char-set-adjoin! char-set-delete!
    char-set-complement char-set-union char-set-intersection char-set-difference char-set-xor
    char-set-diff+intersection char-set-complement! char-set-union! char-set-intersection!
    char-set-difference! char-set-xor! char-set-diff+intersection!
    char-set:lower-case char-set:upper-case char-set:title-case char-set:letter char-set:digit
    char-set:letter+digit char-set:graphic char-set:printing char-set:whitespace
    char-set:iso-control char-set:punctuation char-set:symbol char-set:hex-digit char-set:blank
    char-set:ascii char-set:empty char-set:full)
  (begin

    (define-record-type <char-set>
      (wrap bounds)
      char-set?
      (bounds bounds))

    (define empty-bounds '#())
    (define full-bounds '#(0 #xd800 #xe000 #x110000))

    ;; The number of bounds at or below code point `n`: odd if and only if `n` is a member.
    (define (bounds-upto v n)
      (let loop ((low 0) (high (vector-length v)))
        (if (= low high)
            low
            (let ((middle (quotient (+ low high) 2)))
              (if (<= (vector-ref v middle) n)
                  (loop (+ middle 1) high)
                  (loop low middle))))))

    (define (member? v n) (odd? (bounds-upto v n)))

    ;; Bounds of what `keep?` says of membership in `v` and in `w`. (keep? #f #f) must be #f.
    (define (combine keep? v w)
      (let ((n (vector-length v)) (m (vector-length w)))
        (let loop ((i 0) (j 0) (inside #f) (found '()))
          (if (and (= i n) (= j m))
              (list->vector (reverse found))
              (let* ((a (if (< i n) (vector-ref v i) #x110000))
                     (b (if (< j m) (vector-ref w j) #x110000))
                     (at (min a b))
                     (i (if (and (< i n) (= a at)) (+ i 1) i))
                     (j (if (and (< j m) (= b at)) (+ j 1) j))
                     (now (keep? (odd? i) (odd? j))))
                (loop i j now (if (eq? now inside) found (cons at found))))))))

    (define (in-either a b) (or a b))
    (define (in-both a b) (and a b))
    (define (in-first a b) (and a (not b)))
    (define (in-one a b) (not (eq? a b)))

    ;; Bounds of the code points in `l`.
    (define (points->bounds l)
      (let loop ((l (list-sort < l)) (found '()))
        (cond
          ((null? l) (list->vector (reverse found)))
          ((and (pair? found) (= (car l) (car found)))
           (loop (cdr l) (cons (+ (car l) 1) (cdr found))))
          ((and (pair? found) (< (car l) (car found))) (loop (cdr l) found))
          (else (loop (cdr l) (cons (+ (car l) 1) (cons (car l) found)))))))

    (define (chars->bounds chars) (points->bounds (map char->integer chars)))

    ;; Comparison.
    (define (char-set= . sets)
      (or (null? sets)
          (let ((first (bounds (car sets))))
            (let loop ((l (cdr sets)))
              (or (null? l)
                  (and (equal? first (bounds (car l))) (loop (cdr l))))))))

    (define (char-set<= . sets)
      (or (null? sets)
          (let loop ((v (bounds (car sets))) (l (cdr sets)))
            (or (null? l)
                (let ((w (bounds (car l))))
                  (and (equal? (combine in-first v w) empty-bounds)
                       (loop w (cdr l))))))))

    (define char-set-hash
      (case-lambda
        ((set) (equal-hash (bounds set)))
        ((set bound)
         (if (= bound 0) (char-set-hash set) (modulo (char-set-hash set) bound)))))

    ;; Iteration. A cursor is the code point it is at, or #x110000 at the end.
    (define (next-member v n)
      (let ((k (bounds-upto v n)))
        (cond
          ((odd? k) n)
          ((= k (vector-length v)) #x110000)
          (else (vector-ref v k)))))

    (define (char-set-cursor set) (next-member (bounds set) 0))
    (define (char-set-ref set cursor) (integer->char cursor))
    (define (char-set-cursor-next set cursor) (next-member (bounds set) (+ cursor 1)))
    (define (end-of-char-set? cursor) (= cursor #x110000))

    (define (char-set-fold f seed set)
      (let* ((v (bounds set)) (n (vector-length v)))
        (let ranges ((k 0) (acc seed))
          (if (= k n)
              acc
              (let ((end (vector-ref v (+ k 1))))
                (let loop ((c (vector-ref v k)) (acc acc))
                  (if (= c end)
                      (ranges (+ k 2) acc)
                      (loop (+ c 1) (f (integer->char c) acc)))))))))

    (define char-set-unfold
      (case-lambda
        ((stop? f next seed) (char-set-unfold stop? f next seed char-set:empty))
        ((stop? f next seed base)
         (let loop ((seed seed) (chars '()))
           (if (stop? seed)
               (wrap (combine in-either (bounds base) (chars->bounds chars)))
               (loop (next seed) (cons (f seed) chars)))))))
    (define (char-set-unfold! stop? f next seed base) (char-set-unfold stop? f next seed base))

    (define (char-set-for-each f set)
      (char-set-fold (lambda (c acc) (f c) acc) #f set)
      (if #f #f))

    (define (char-set-map f set)
      (wrap (chars->bounds (char-set-fold (lambda (c acc) (cons (f c) acc)) '() set))))

    ;; Making sets.
    (define (char-set-copy set) (wrap (bounds set)))
    (define (char-set . chars) (wrap (chars->bounds chars)))

    (define list->char-set
      (case-lambda
        ((chars) (wrap (chars->bounds chars)))
        ((chars base) (wrap (combine in-either (bounds base) (chars->bounds chars))))))
    (define (list->char-set! chars base) (list->char-set chars base))

    (define string->char-set
      (case-lambda
        ((s) (list->char-set (string->list s)))
        ((s base) (list->char-set (string->list s) base))))
    (define (string->char-set! s base) (string->char-set s base))

    (define char-set-filter
      (case-lambda
        ((wanted? set) (char-set-filter wanted? set char-set:empty))
        ((wanted? set base)
         (list->char-set
           (char-set-fold (lambda (c acc) (if (wanted? c) (cons c acc) acc)) '() set)
           base))))
    (define (char-set-filter! wanted? set base) (char-set-filter wanted? set base))

    (define ucs-range->char-set
      (case-lambda
        ((low high) (ucs-range->char-set low high #f char-set:empty))
        ((low high strict?) (ucs-range->char-set low high strict? char-set:empty))
        ((low high strict? base)
         (if (not (and (exact-integer? low) (exact-integer? high) (<= 0 low high #x110000)))
             (error "ucs-range->char-set: not a range of code points" low high))
         (let* ((wanted (if (= low high) empty-bounds (vector low high)))
                (there (combine in-both wanted full-bounds)))
           (if (and strict? (not (equal? wanted there)))
               (error "ucs-range->char-set: surrogates are not characters" low high))
           (wrap (combine in-either (bounds base) there))))))
    (define (ucs-range->char-set! low high strict? base)
      (ucs-range->char-set low high strict? base))

    (define (->char-set x)
      (cond
        ((char-set? x) x)
        ((string? x) (string->char-set x))
        ((char? x) (char-set x))
        (else (error "->char-set: expected a character set, a string or a character" x))))

    ;; Asking sets.
    (define (char-set->list set)
      (reverse (char-set-fold cons '() set)))
    (define (char-set->string set) (list->string (char-set->list set)))

    (define (char-set-size set)
      (let* ((v (bounds set)) (n (vector-length v)))
        (let loop ((k 0) (size 0))
          (if (= k n)
              size
              (loop (+ k 2) (+ size (- (vector-ref v (+ k 1)) (vector-ref v k))))))))

    (define (char-set-count counts? set)
      (char-set-fold (lambda (c n) (if (counts? c) (+ n 1) n)) 0 set))

    (define (char-set-contains? set c) (member? (bounds set) (char->integer c)))

    (define (char-set-every holds? set)
      (let ((v (bounds set)))
        (let loop ((n (next-member v 0)) (last #t))
          (if (= n #x110000)
              last
              (let ((value (holds? (integer->char n))))
                (and value (loop (next-member v (+ n 1)) value)))))))

    (define (char-set-any holds? set)
      (let ((v (bounds set)))
        (let loop ((n (next-member v 0)))
          (and (not (= n #x110000))
               (or (holds? (integer->char n))
                   (loop (next-member v (+ n 1))))))))

    ;; Algebra.
    (define (char-set-adjoin set . chars)
      (wrap (combine in-either (bounds set) (chars->bounds chars))))
    (define (char-set-delete set . chars)
      (wrap (combine in-first (bounds set) (chars->bounds chars))))

    (define (char-set-complement set) (wrap (combine in-first full-bounds (bounds set))))

    (define (combine-all keep? v sets)
      (let loop ((v v) (l sets))
        (if (null? l)
            (wrap v)
            (loop (combine keep? v (bounds (car l))) (cdr l)))))

    (define (char-set-union . sets) (combine-all in-either empty-bounds sets))
    (define (char-set-intersection . sets) (combine-all in-both full-bounds sets))
    (define (char-set-difference set . sets) (combine-all in-first (bounds set) sets))
    (define (char-set-xor . sets) (combine-all in-one empty-bounds sets))

    ;; What is in the first set and in none of the others; what is in the first and in some other.
    (define (char-set-diff+intersection set . sets)
      (let ((others (bounds (apply char-set-union sets))))
        (values (wrap (combine in-first (bounds set) others))
                (wrap (combine in-both (bounds set) others)))))

    (define (char-set-adjoin! set . chars) (apply char-set-adjoin set chars))
    (define (char-set-delete! set . chars) (apply char-set-delete set chars))
    (define (char-set-complement! set) (char-set-complement set))
    (define (char-set-union! set . sets) (apply char-set-union set sets))
    (define (char-set-intersection! set . sets) (apply char-set-intersection set sets))
    (define (char-set-difference! set . sets) (apply char-set-difference set sets))
    (define (char-set-xor! set . sets) (apply char-set-xor set sets))
    (define (char-set-diff+intersection! set other . sets)
      (apply char-set-diff+intersection set other sets))

    ;; The standard sets.
    (define (union v . rest)
      (let loop ((v v) (l rest))
        (if (null? l) v (loop (combine in-either v (car l)) (cdr l)))))

    (define space-bounds
      '#(9 14 #x20 #x21 #xa0 #xa1 #x1680 #x1681 #x2000 #x200b #x2028 #x202a #x202f #x2030
         #x205f #x2060 #x3000 #x3001))
    (define graphic-bounds (union letter digit mark punctuation symbol))

    (define char-set:empty (wrap empty-bounds))
    (define char-set:full (wrap full-bounds))
    (define char-set:ascii (wrap '#(0 128)))
    (define char-set:lower-case (wrap lower-case))
    (define char-set:upper-case (wrap upper-case))
    (define char-set:title-case (wrap title-case))
    (define char-set:letter (wrap letter))
    (define char-set:digit (wrap digit))
    (define char-set:letter+digit (wrap (union letter digit)))
    (define char-set:punctuation (wrap punctuation))
    (define char-set:symbol (wrap symbol))
    (define char-set:graphic (wrap graphic-bounds))
    (define char-set:whitespace (wrap space-bounds))
    (define char-set:printing (wrap (union graphic-bounds space-bounds)))
    (define char-set:iso-control (wrap '#(0 #x20 #x7f #xa0)))
    (define char-set:hex-digit (wrap '#(#x30 #x3a #x41 #x47 #x61 #x67)))
    ;; Horizontal white space: tab and category Zs.
    (define char-set:blank
      (wrap '#(9 10 #x20 #x21 #xa0 #xa1 #x1680 #x1681 #x2000 #x200b #x202f #x2030 #x205f #x2060
               #x3000 #x3001)))))
