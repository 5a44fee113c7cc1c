;;; SRFI 130: cursor-based strings. Strings are indexed in constant time, so a cursor is an index, and procedures that
;;; take either take both.

(define-library (srfi 130)
  (import (scheme base) (scheme case-lambda) (scheme char)
          (rename (only (srfi 13)
                        string-null? string-every string-any string-tabulate reverse-list->string
                        string-join string-take string-drop string-take-right string-drop-right
                        string-pad string-pad-right string-trim string-trim-right
                        string-trim-both string-prefix-length string-suffix-length
                        string-prefix? string-suffix? string-index string-index-right
                        string-contains string-reverse string-concatenate
                        string-concatenate-reverse string-fold string-fold-right
                        string-for-each-index xsubstring string-count string-replace
                        string-filter string-delete string-parse-final-start+end)
                  (string-trim trim) (string-trim-right trim-right) (string-trim-both trim-both)
                  (string-index find) (string-index-right find-right)
                  (xsubstring string-replicate) (string-delete string-remove)
                  (string-for-each-index string-for-each-cursor)
                  (string-parse-final-start+end range)))
  (export
    string-cursor? string-cursor-start string-cursor-end string-cursor-next string-cursor-prev
    string-cursor-forward string-cursor-back string-cursor=? string-cursor<? string-cursor>?
    string-cursor<=? string-cursor>=? string-cursor-diff string-cursor->index
    string-index->cursor
    string-null? string-every string-any
    string-tabulate string-unfold string-unfold-right
    string->list/cursors string->vector/cursors reverse-list->string string-join
    string-ref/cursor substring/cursors string-copy/cursors
    string-take string-drop string-take-right string-drop-right
    string-pad string-pad-right string-trim string-trim-right string-trim-both
    string-prefix-length string-suffix-length string-prefix? string-suffix?
    string-index string-index-right string-skip string-skip-right
    string-contains string-contains-right
    string-reverse string-concatenate string-concatenate-reverse
    string-fold string-fold-right string-for-each-cursor
    string-replicate string-count string-replace string-split string-filter string-remove)
  (begin

    ;; Cursors.
    (define (string-cursor? x) (and (exact-integer? x) (>= x 0)))
    (define (string-cursor-start s) 0)
    (define (string-cursor-end s) (string-length s))
    (define (inside s i)
      (if (<= 0 i (string-length s))
          i
          (error "not a cursor of the string" s i)))
    (define (string-cursor-next s i) (inside s (+ i 1)))
    (define (string-cursor-prev s i) (inside s (- i 1)))
    (define (string-cursor-forward s i n) (inside s (+ i n)))
    (define (string-cursor-back s i n) (inside s (- i n)))
    (define (string-cursor=? i j) (= i j))
    (define (string-cursor<? i j) (< i j))
    (define (string-cursor>? i j) (> i j))
    (define (string-cursor<=? i j) (<= i j))
    (define (string-cursor>=? i j) (>= i j))
    (define (string-cursor-diff s i j) (- j i))
    (define (string-cursor->index s i) i)
    (define (string-index->cursor s i) i)

    ;; Constructors: `mapper` gives characters or strings.
    (define (unfolder arrange)
      (case-lambda
        ((stop? mapper successor seed)
         (unfold arrange stop? mapper successor seed "" (lambda (x) "")))
        ((stop? mapper successor seed base)
         (unfold arrange stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base final)
         (unfold arrange stop? mapper successor seed base final))))

    (define (unfold arrange stop? mapper successor seed base final)
      (let loop ((seed seed) (parts '()))
        (if (stop? seed)
            (arrange base parts (final seed))
            (loop (successor seed)
                  (cons (let ((x (mapper seed))) (if (char? x) (string x) x)) parts)))))

    (define string-unfold
      (unfolder
        (lambda (base parts final)
          (string-append base (string-concatenate-reverse parts) final))))
    (define string-unfold-right
      (unfolder
        (lambda (base parts final)
          (string-append final (string-concatenate parts) base))))

    (define (string->list/cursors s . range) (apply string->list s range))
    (define (string->vector/cursors s . range) (apply string->vector s range))
    (define (string-ref/cursor s i) (string-ref s i))
    (define (substring/cursors s start end) (substring s start end))
    (define (string-copy/cursors s . range) (apply string-copy s range))

    (define (trimmer trim)
      (case-lambda
        ((s) (trim s char-whitespace?))
        ((s unwanted? . range) (apply trim s unwanted? range))))
    (define string-trim (trimmer trim))
    (define string-trim-right (trimmer trim-right))
    (define string-trim-both (trimmer trim-both))

    ;; Searching: from the left the cursor of what was found, or the end; from the right the cursor after it, or the
    ;; start.
    (define (string-index s wanted? . more)
      (call-with-values (lambda () (range 'string-index s more))
        (lambda (start end) (or (find s wanted? start end) end))))
    (define (string-index-right s wanted? . more)
      (call-with-values (lambda () (range 'string-index-right s more))
        (lambda (start end)
          (let ((i (find-right s wanted? start end)))
            (if i (+ i 1) start)))))
    (define (string-skip s unwanted? . more)
      (apply string-index s (lambda (c) (not (unwanted? c))) more))
    (define (string-skip-right s unwanted? . more)
      (apply string-index-right s (lambda (c) (not (unwanted? c))) more))

    (define (string-contains-right s t . ranges)
      (let ((found (apply string-contains (string-reverse s) (string-reverse t)
                          (mirrored s t ranges))))
        (and found
             (- (string-length s) found (pattern-length t ranges)))))

    ;; The ranges of the reversed strings.
    (define (mirrored s t ranges)
      (let loop ((l ranges) (string s) (other t) (result '()))
        (cond
          ((null? l) result)
          ((null? (cdr l))
           (append result (list 0 (- (string-length string) (car l)))))
          (else
           (loop (cddr l)
                 other
                 #f
                 (append result
                         (list (- (string-length string) (cadr l))
                               (- (string-length string) (car l)))))))))

    (define (pattern-length t ranges)
      (if (and (pair? ranges) (pair? (cdr ranges)))
          (call-with-values (lambda () (range 'string-contains-right t (cddr ranges)))
            (lambda (start end) (- end start)))
          (string-length t)))

    ;; Splitting.
    (define string-split
      (case-lambda
        ((s delimiter) (split s delimiter 'infix #f 0 (string-length s)))
        ((s delimiter grammar) (split s delimiter grammar #f 0 (string-length s)))
        ((s delimiter grammar limit) (split s delimiter grammar limit 0 (string-length s)))
        ((s delimiter grammar limit start)
         (split s delimiter grammar limit start (string-length s)))
        ((s delimiter grammar limit start end) (split s delimiter grammar limit start end))))

    (define (split s delimiter grammar limit start end)
      (define width (string-length delimiter))
      ;; Where the delimiter begins that ends the part from i, or #f.
      (define (next i)
        (if (= width 0)
            (and (< (+ i 1) end) (+ i 1))
            (string-contains s delimiter i end)))
      (define (parts start limit)
        (let loop ((i start) (left limit) (parts '()))
          (let ((at (and (not (eqv? left 0)) (next i))))
            (if at
                (loop (+ at width) (and left (- left 1)) (cons (substring s i at) parts))
                (reverse (cons (substring s i end) parts))))))
      (define (without-last-empty l)
        (let ((r (reverse l)))
          (if (string-null? (car r)) (reverse (cdr r)) l)))
      (if (not (memq grammar '(infix strict-infix prefix suffix)))
          (error "string-split: unknown grammar" grammar))
      (cond
        ((= start end)
         (if (eq? grammar 'strict-infix)
             (error "string-split: nothing to split" s)
             '()))
        ((= width 0) (parts start limit))
        ;; The delimiter in front is one of the splits.
        ((and (eq? grammar 'prefix)
              (not (eqv? limit 0))
              (string-prefix? delimiter s 0 width start end))
         (parts (+ start width) (and limit (- limit 1))))
        ((eq? grammar 'suffix) (without-last-empty (parts start limit)))
        (else (parts start limit))))))
