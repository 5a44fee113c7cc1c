;;; SRFI 13: string libraries. Cursors are indices; shared text is a copy, as the SRFI allows.

(define-library (srfi 13)
  (import (except (scheme base) string-for-each string-map) (scheme case-lambda)
          (except (scheme char) string-upcase string-downcase) (srfi 14)
          (rename (only (eyas primitives) string-hash string-ci-hash %string-search)
                  (string-hash %string-hash) (string-ci-hash %string-ci-hash)))
  (export
    string? string-null? string-every string-any
    make-string string string-tabulate
    string->list list->string reverse-list->string string-join
    string-length string-ref string-copy substring/shared string-copy!
    string-take string-take-right string-drop string-drop-right string-pad string-pad-right
    string-trim string-trim-right string-trim-both
    string-set! string-fill!
    string-compare string-compare-ci
    string<> string= string< string> string<= string>=
    string-ci<> string-ci= string-ci< string-ci> string-ci<= string-ci>=
    string-hash string-hash-ci
    string-prefix-length string-suffix-length string-prefix-length-ci string-suffix-length-ci
    string-prefix? string-suffix? string-prefix-ci? string-suffix-ci?
    string-index string-index-right string-skip string-skip-right string-count
    string-contains string-contains-ci
    string-titlecase string-upcase string-downcase
    string-titlecase! string-upcase! string-downcase!
    string-reverse string-reverse!
    string-append string-concatenate string-concatenate/shared string-append/shared
    string-concatenate-reverse string-concatenate-reverse/shared
    string-map string-map! string-fold string-fold-right string-unfold string-unfold-right
    string-for-each string-for-each-index
    xsubstring string-xcopy! string-replace string-tokenize string-filter string-delete
    string-parse-start+end string-parse-final-start+end let-string-start+end
    check-substring-spec substring-spec-ok?
    make-kmp-restart-vector kmp-step string-kmp-partial-search)
  (begin

    ;; Ranges.
    (define (substring-spec-ok? s start end)
      (and (string? s)
           (exact-integer? start)
           (exact-integer? end)
           (<= 0 start end (string-length s))))

    (define (check-substring-spec who s start end)
      (if (not (substring-spec-ok? s start end))
          (error "not a range of the string" who s start end)))

    ;; The rest of `arguments`, start and end.
    (define (string-parse-start+end who s arguments)
      (if (not (string? s)) (error "not a string" who s))
      (let* ((start (if (pair? arguments) (car arguments) 0))
             (rest (if (pair? arguments) (cdr arguments) '()))
             (end (if (pair? rest) (car rest) (string-length s))))
        (check-substring-spec who s start end)
        (values (if (pair? rest) (cdr rest) '()) start end)))

    (define (string-parse-final-start+end who s arguments)
      (call-with-values (lambda () (string-parse-start+end who s arguments))
        (lambda (rest start end)
          (if (pair? rest) (error "too many arguments" who rest))
          (values start end))))

    (define-syntax let-string-start+end
      (syntax-rules ()
        ((_ (start end) who s arguments body ...)
         (call-with-values (lambda () (string-parse-final-start+end who s arguments))
           (lambda (start end) body ...)))
        ((_ (start end rest) who s arguments body ...)
         (call-with-values (lambda () (string-parse-start+end who s arguments))
           (lambda (rest start end) body ...)))))

    ;; Two strings, each with optional start and end: (f start-1 end-1 start-2 end-2).
    (define (with-two-ranges who s t arguments f)
      (let-string-start+end (start-1 end-1 rest) who s arguments
        (let-string-start+end (start-2 end-2) who t rest
          (f start-1 end-1 start-2 end-2))))

    ;; A character, a set or a predicate, as a predicate.
    (define (criterion x)
      (cond
        ((procedure? x) x)
        ((char? x) (lambda (c) (char=? c x)))
        ((char-set? x) (lambda (c) (char-set-contains? x c)))
        (else (error "expected a character, a character set or a predicate" x))))

    ;; Predicates.
    (define (string-null? s) (= 0 (string-length s)))

    (define (string-every x s . range)
      (let ((holds? (criterion x)))
        (let-string-start+end (start end) 'string-every s range
          (or (= start end)
              (let loop ((i start))
                (if (= i (- end 1))
                    (holds? (string-ref s i))
                    (and (holds? (string-ref s i)) (loop (+ i 1)))))))))

    (define (string-any x s . range)
      (let ((holds? (criterion x)))
        (let-string-start+end (start end) 'string-any s range
          (and (< start end)
               (let loop ((i start))
                 (if (= i (- end 1))
                     (holds? (string-ref s i))
                     (or (holds? (string-ref s i)) (loop (+ i 1)))))))))

    ;; Constructors.
    (define (string-tabulate f n)
      (let ((s (make-string n)))
        (let loop ((i 0))
          (if (< i n)
              (begin
                (string-set! s i (f i))
                (loop (+ i 1)))
              s))))

    (define (reverse-list->string chars) (list->string (reverse chars)))

    (define string-join
      (case-lambda
        ((strings) (string-join strings " " 'infix))
        ((strings delimiter) (string-join strings delimiter 'infix))
        ((strings delimiter grammar)
         (define (after-each l)
           (if (null? l)
               '()
               (cons (car l) (cons delimiter (after-each (cdr l))))))
         (define (before-each l)
           (if (null? l)
               '()
               (cons delimiter (cons (car l) (before-each (cdr l))))))
         (case grammar
           ((infix strict-infix)
            (cond
              ((pair? strings)
               (string-concatenate (cons (car strings) (before-each (cdr strings)))))
              ((eq? grammar 'infix) "")
              (else (error "string-join: nothing to join" grammar))))
           ((suffix) (string-concatenate (after-each strings)))
           ((prefix) (string-concatenate (before-each strings)))
           (else (error "string-join: unknown grammar" grammar))))))

    ;; Selection.
    (define (substring/shared s start . end) (apply string-copy s start end))

    (define (string-take s n) (string-copy s 0 n))
    (define (string-drop s n) (string-copy s n))
    (define (string-take-right s n)
      (check-count 'string-take-right s n)
      (string-copy s (- (string-length s) n)))
    (define (string-drop-right s n)
      (check-count 'string-drop-right s n)
      (string-copy s 0 (- (string-length s) n)))
    (define (check-count who s n)
      (check-substring-spec who s 0 n))

    ;; The right end of the range stays; the left end does in string-pad-right.
    (define string-pad
      (case-lambda
        ((s n) (string-pad s n #\space))
        ((s n c . range)
         (let-string-start+end (start end) 'string-pad s range
           (let ((length (- end start)))
             (if (<= n length)
                 (string-copy s (- end n) end)
                 (let ((result (make-string n c)))
                   (string-copy! result (- n length) s start end)
                   result)))))))

    (define string-pad-right
      (case-lambda
        ((s n) (string-pad-right s n #\space))
        ((s n c . range)
         (let-string-start+end (start end) 'string-pad-right s range
           (if (<= n (- end start))
               (string-copy s start (+ start n))
               (let ((result (make-string n c)))
                 (string-copy! result 0 s start end)
                 result))))))

    (define (trimmer left? right?)
      (case-lambda
        ((s) (trim s char-set:whitespace '() left? right?))
        ((s x . range) (trim s x range left? right?))))

    (define (trim s x range left? right?)
      (let-string-start+end (start end) 'string-trim s range
        (let* ((from (if left? (string-skip s x start end) start)))
          (if from
              (string-copy
                s from (if right? (+ 1 (or (string-skip-right s x from end) (- from 1))) end))
              (string)))))

    (define string-trim (trimmer #t #f))
    (define string-trim-right (trimmer #f #t))
    (define string-trim-both (trimmer #t #t))

    ;; Comparison. `mapped` is what is compared of a character.
    (define (same c) c)

    ;; The first index in `s` from `i` on at which it differs from `t` from `j` on, or the end of one of both.
    (define (mismatch mapped s i end t j other-end)
      (let loop ((i i) (j j))
        (if (and (< i end)
                 (< j other-end)
                 (char=? (mapped (string-ref s i)) (mapped (string-ref t j))))
            (loop (+ i 1) (+ j 1))
            i)))

    (define (compare who mapped s t less equal greater range)
      (with-two-ranges who s t range
        (lambda (start-1 end-1 start-2 end-2)
          (let* ((i (mismatch mapped s start-1 end-1 t start-2 end-2))
                 (j (+ start-2 (- i start-1))))
            (cond
              ((= i end-1) (if (= j end-2) (equal i) (less i)))
              ((= j end-2) (greater i))
              ((char<? (mapped (string-ref s i)) (mapped (string-ref t j))) (less i))
              (else (greater i)))))))

    (define (string-compare s t less equal greater . range)
      (compare 'string-compare same s t less equal greater range))
    (define (string-compare-ci s t less equal greater . range)
      (compare 'string-compare-ci char-foldcase s t less equal greater range))

    (define (no i) #f)
    (define (comparison who mapped less equal greater)
      (lambda (s t . range) (compare who mapped s t less equal greater range)))

    (define string= (comparison 'string= same no same no))
    (define string<> (comparison 'string<> same same no same))
    (define string< (comparison 'string< same same no no))
    (define string> (comparison 'string> same no no same))
    (define string<= (comparison 'string<= same same same no))
    (define string>= (comparison 'string>= same no same same))
    (define string-ci= (comparison 'string-ci= char-foldcase no same no))
    (define string-ci<> (comparison 'string-ci<> char-foldcase same no same))
    (define string-ci< (comparison 'string-ci< char-foldcase same no no))
    (define string-ci> (comparison 'string-ci> char-foldcase no no same))
    (define string-ci<= (comparison 'string-ci<= char-foldcase same same no))
    (define string-ci>= (comparison 'string-ci>= char-foldcase no same same))

    (define (hasher hash who)
      (case-lambda
        ((s) (hash s))
        ((s bound . range)
         (let ((h (let-string-start+end (start end) who s range
                    (hash (string-copy s start end)))))
           (if (and bound (> bound 0)) (modulo h bound) h)))))
    (define string-hash (hasher %string-hash 'string-hash))
    (define string-hash-ci (hasher %string-ci-hash 'string-hash-ci))

    ;; Prefixes and suffixes.
    (define (prefix-length mapped s t range)
      (with-two-ranges 'string-prefix-length s t range
        (lambda (start-1 end-1 start-2 end-2)
          (- (mismatch mapped s start-1 end-1 t start-2 end-2) start-1))))

    (define (suffix-length mapped s t range)
      (with-two-ranges 'string-suffix-length s t range
        (lambda (start-1 end-1 start-2 end-2)
          (let loop ((i end-1) (j end-2))
            (if (and (> i start-1)
                     (> j start-2)
                     (char=? (mapped (string-ref s (- i 1))) (mapped (string-ref t (- j 1)))))
                (loop (- i 1) (- j 1))
                (- end-1 i))))))

    (define (first-length s range)
      (let-string-start+end (start end rest) 'string-prefix? s range (- end start)))

    (define (string-prefix-length s t . range) (prefix-length same s t range))
    (define (string-suffix-length s t . range) (suffix-length same s t range))
    (define (string-prefix-length-ci s t . range) (prefix-length char-foldcase s t range))
    (define (string-suffix-length-ci s t . range) (suffix-length char-foldcase s t range))
    (define (string-prefix? s t . range)
      (= (prefix-length same s t range) (first-length s range)))
    (define (string-suffix? s t . range)
      (= (suffix-length same s t range) (first-length s range)))
    (define (string-prefix-ci? s t . range)
      (= (prefix-length char-foldcase s t range) (first-length s range)))
    (define (string-suffix-ci? s t . range)
      (= (suffix-length char-foldcase s t range) (first-length s range)))

    ;; Searching.
    (define (search-up who s wanted? range)
      (let-string-start+end (start end) who s range
        (let loop ((i start))
          (and (< i end)
               (if (wanted? (string-ref s i)) i (loop (+ i 1)))))))
    (define (search-down who s wanted? range)
      (let-string-start+end (start end) who s range
        (let loop ((i (- end 1)))
          (and (>= i start)
               (if (wanted? (string-ref s i)) i (loop (- i 1)))))))
    (define (other-than x)
      (let ((unwanted? (criterion x)))
        (lambda (c) (not (unwanted? c)))))

    (define (string-index s x . range) (search-up 'string-index s (criterion x) range))
    (define (string-index-right s x . range)
      (search-down 'string-index-right s (criterion x) range))
    (define (string-skip s x . range) (search-up 'string-skip s (other-than x) range))
    (define (string-skip-right s x . range)
      (search-down 'string-skip-right s (other-than x) range))

    (define (string-count s x . range)
      (let ((counts? (criterion x)))
        (let-string-start+end (start end) 'string-count s range
          (let loop ((i start) (n 0))
            (if (= i end)
                n
                (loop (+ i 1) (if (counts? (string-ref s i)) (+ n 1) n)))))))

    (define (contains who prepare s t range)
      (with-two-ranges who s t range
        (lambda (start-1 end-1 start-2 end-2)
          (let ((found (%string-search (prepare (string-copy t start-2 end-2))
                                       (prepare (string-copy s start-1 end-1))
                                       0)))
            (and found (+ start-1 found))))))

    ;; Folds characters one by one, so that indices stay what they are.
    (define (fold-each s) (string-map char-foldcase s))

    (define (string-contains s t . range) (contains 'string-contains same s t range))
    (define (string-contains-ci s t . range)
      (contains 'string-contains-ci fold-each s t range))

    ;; Case.
    (define (base-upcase s) (string-map char-upcase s))
    (define (base-downcase s) (string-map char-downcase s))
    (define (base-titlecase s)
      (let ((n (string-length s)))
        (let loop ((i 0) (chars '()) (in-word? #f))
          (if (= i n)
              (reverse-list->string chars)
              (let ((c (string-ref s i)))
                (cond
                  ((not (char-alphabetic? c)) (loop (+ i 1) (cons c chars) #f))
                  (in-word? (loop (+ i 1) (cons (char-downcase c) chars) #t))
                  (else (loop (+ i 1) (cons (char-upcase c) chars) #t))))))))

    (define (converter who convert)
      (lambda (s . range)
        (let-string-start+end (start end) who s range
          (convert (string-copy s start end)))))
    (define (converter! who convert)
      (lambda (s . range)
        (let-string-start+end (start end) who s range
          (string-copy! s start (convert (string-copy s start end))))))

    (define string-upcase (converter 'string-upcase base-upcase))
    (define string-downcase (converter 'string-downcase base-downcase))
    (define string-titlecase (converter 'string-titlecase base-titlecase))
    (define string-upcase! (converter! 'string-upcase! base-upcase))
    (define string-downcase! (converter! 'string-downcase! base-downcase))
    (define string-titlecase! (converter! 'string-titlecase! base-titlecase))

    ;; Reversing and appending.
    (define (base-reverse s) (list->string (reverse (string->list s))))
    (define string-reverse (converter 'string-reverse base-reverse))
    (define string-reverse! (converter! 'string-reverse! base-reverse))

    (define (string-concatenate strings) (apply string-append strings))
    (define (string-concatenate/shared strings) (apply string-append strings))
    (define (string-append/shared . strings) (apply string-append strings))

    (define string-concatenate-reverse
      (case-lambda
        ((strings) (string-concatenate (reverse strings)))
        ((strings final) (string-concatenate (reverse (cons final strings))))
        ((strings final end)
         (string-concatenate (reverse (cons (string-copy final 0 end) strings))))))
    (define (string-concatenate-reverse/shared strings . final)
      (apply string-concatenate-reverse strings final))

    ;; Folding and mapping.
    (define (string-map f s . range)
      (let-string-start+end (start end) 'string-map s range
        (let loop ((i start) (chars '()))
          (if (= i end)
              (reverse-list->string chars)
              (loop (+ i 1) (cons (f (string-ref s i)) chars))))))

    (define (string-map! f s . range)
      (let-string-start+end (start end) 'string-map! s range
        (let loop ((i start))
          (if (< i end)
              (begin
                (string-set! s i (f (string-ref s i)))
                (loop (+ i 1)))))))

    (define (string-fold f seed s . range)
      (let-string-start+end (start end) 'string-fold s range
        (let loop ((i start) (acc seed))
          (if (= i end) acc (loop (+ i 1) (f (string-ref s i) acc))))))

    (define (string-fold-right f seed s . range)
      (let-string-start+end (start end) 'string-fold-right s range
        (let loop ((i end) (acc seed))
          (if (= i start) acc (loop (- i 1) (f (string-ref s (- i 1)) acc))))))

    (define string-unfold
      (case-lambda
        ((stop? mapper successor seed) (string-unfold stop? mapper successor seed "" (lambda (x) "")))
        ((stop? mapper successor seed base)
         (string-unfold stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base final)
         (let loop ((seed seed) (chars '()))
           (if (stop? seed)
               (string-append base (reverse-list->string chars) (final seed))
               (loop (successor seed) (cons (mapper seed) chars)))))))

    (define string-unfold-right
      (case-lambda
        ((stop? mapper successor seed)
         (string-unfold-right stop? mapper successor seed "" (lambda (x) "")))
        ((stop? mapper successor seed base)
         (string-unfold-right stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base final)
         (let loop ((seed seed) (chars '()))
           (if (stop? seed)
               (string-append (final seed) (list->string chars) base)
               (loop (successor seed) (cons (mapper seed) chars)))))))

    (define (string-for-each f s . range)
      (let-string-start+end (start end) 'string-for-each s range
        (let loop ((i start))
          (if (< i end)
              (begin
                (f (string-ref s i))
                (loop (+ i 1)))))))

    (define (string-for-each-index f s . range)
      (let-string-start+end (start end) 'string-for-each-index s range
        (let loop ((i start))
          (if (< i end)
              (begin
                (f i)
                (loop (+ i 1)))))))

    ;; Replication: the range is repeated without end in both directions, index 0 at its start.
    (define xsubstring
      (case-lambda
        ((s from)
         (xsubstring s from (+ from (string-length s))))
        ((s from to . range)
         (let-string-start+end (start end) 'xsubstring s range
           (let ((length (- end start)))
             (if (> from to) (error "xsubstring: not a range" from to))
             (if (and (= length 0) (< from to)) (error "xsubstring: nothing to repeat" s))
             (string-tabulate
               (lambda (i) (string-ref s (+ start (modulo (+ from i) length))))
               (- to from)))))))

    (define (string-xcopy! target at s from . more)
      (string-copy! target at (apply xsubstring s from more)))

    (define (string-replace s t start-1 end-1 . range)
      (check-substring-spec 'string-replace s start-1 end-1)
      (let-string-start+end (start-2 end-2) 'string-replace t range
        (string-append (string-copy s 0 start-1)
                       (string-copy t start-2 end-2)
                       (string-copy s end-1))))

    (define string-tokenize
      (case-lambda
        ((s) (string-tokenize s char-set:graphic))
        ((s x . range)
         (let-string-start+end (start end) 'string-tokenize s range
           (let loop ((end end) (tokens '()))
             (let ((last (string-index-right s x start end)))
               (if (not last)
                   tokens
                   (let* ((before (string-skip-right s x start last))
                          (first (if before (+ before 1) start)))
                     (loop first
                           (cons (string-copy s first (+ last 1)) tokens))))))))))

    (define (filter wanted? s range)
      (let-string-start+end (start end) 'string-filter s range
        (let loop ((i start) (chars '()))
          (cond
            ((= i end) (reverse-list->string chars))
            ((wanted? (string-ref s i)) (loop (+ i 1) (cons (string-ref s i) chars)))
            (else (loop (+ i 1) chars))))))
    (define (string-filter x s . range) (filter (criterion x) s range))
    (define (string-delete x s . range) (filter (other-than x) s range))

    ;; Knuth, Morris & Pratt, "Fast pattern matching in strings" (1977). Element i of the restart vector is the index
    ;; in the pattern to go on from after a mismatch at i, or -1 to take the next character of the text: where the
    ;; pattern's first character is the one that did not match.
    (define make-kmp-restart-vector
      (case-lambda
        ((pattern) (make-kmp-restart-vector pattern char=?))
        ((pattern same? . range)
         (let-string-start+end (start end) 'make-kmp-restart-vector pattern range
           (let* ((n (- end start)) (v (make-vector n -1)))
             ;; `j` is how much of the pattern ends before i.
             (let loop ((i 1) (j 0))
               (if (< i n)
                   (let ((c (string-ref pattern (+ start i))))
                     (vector-set! v i (if (and (= j 0) (same? c (string-ref pattern start))) -1 j))
                     (loop (+ i 1) (kmp-step pattern v c j same? start)))))
             v)))))

    ;; How much of the pattern is matched after `c`, if `i` characters of it were before.
    (define (kmp-step pattern v c i same? start)
      (let loop ((i i))
        (cond
          ((= i -1) 0)
          ((same? c (string-ref pattern (+ i start))) (+ i 1))
          (else (loop (vector-ref v i))))))

    ;; How far a search came that was at `i` of the pattern before this text; if it found the pattern, minus the index
    ;; in the text after it.
    (define (string-kmp-partial-search pattern v s i . options)
      (let* ((same? (if (pair? options) (car options) char=?))
             (rest (if (pair? options) (cdr options) '()))
             (start (if (pair? rest) (car rest) 0))
             (n (vector-length v)))
        (let-string-start+end (from end) 'string-kmp-partial-search s
                              (if (pair? rest) (cdr rest) '())
          (let loop ((k from) (i i))
            (cond
              ((= i n) (- k))
              ((= k end) i)
              (else
               (loop (+ k 1) (kmp-step pattern v (string-ref s k) i same? start))))))))))
