;;; SRFI 41: streams, even ones: both the elements and the rest of a stream are computed when they are asked for.
;;;
;;; A stream is a record around a promise of the null object or of a stream pair, so that streams are no promises to
;;; others. Bodies of stream procedures are chained with `delay-force`, so long filters run in constant space.

(define-library (srfi 41)
  (import (scheme base) (scheme case-lambda) (scheme lazy))
  (export
    stream-null stream-cons stream? stream-null? stream-pair? stream-car stream-cdr stream-lambda
    define-stream list->stream port->stream stream stream->list stream-append stream-concat
    stream-constant stream-drop stream-drop-while stream-filter stream-fold stream-for-each
    stream-from stream-iterate stream-length stream-let stream-map stream-match stream-of
    stream-range stream-ref stream-reverse stream-scan stream-take stream-take-while
    stream-unfold stream-unfolds stream-zip)
  (begin

    (define-record-type <stream>
      (wrap promise)
      stream?
      (promise inner))

    ;; `first` is a promise, `rest` a stream.
    (define-record-type <stream-pair>
      (make-pair first rest)
      cell?
      (first first)
      (rest rest))

    (define stream-null (wrap (make-promise 'null)))

    (define-syntax stream-delay
      (syntax-rules ()
        ((_ expression) (wrap (delay-force (promise-of expression))))))

    (define (promise-of s)
      (if (stream? s) (inner s) (error "expected a stream" s)))

    (define-syntax stream-cons
      (syntax-rules ()
        ((_ object stream) (wrap (make-promise (make-pair (delay object) (stream-delay stream)))))))

    (define (content s) (force (inner s)))
    (define (stream-null? x) (and (stream? x) (not (cell? (content x)))))
    (define (stream-pair? x) (and (stream? x) (cell? (content x))))

    (define (pair-of who s)
      (if (not (stream? s)) (error "expected a stream" who s))
      (let ((p (content s)))
        (if (cell? p) p (error "the stream is empty" who))))
    (define (stream-car s) (force (first (pair-of 'stream-car s))))
    (define (stream-cdr s) (rest (pair-of 'stream-cdr s)))

    (define-syntax stream-lambda
      (syntax-rules ()
        ((_ formals body0 body ...)
         (lambda formals (stream-delay (let () body0 body ...))))))

    (define-syntax define-stream
      (syntax-rules ()
        ((_ (name . formals) body0 body ...)
         (define name (stream-lambda formals body0 body ...)))))

    (define-syntax stream-let
      (syntax-rules ()
        ((_ tag ((name value) ...) body0 body ...)
         ((letrec ((tag (stream-lambda (name ...) body0 body ...))) tag) value ...))))

    (define-syntax stream
      (syntax-rules ()
        ((_) stream-null)
        ((_ x . more) (stream-cons x (stream . more)))))

    (define (check-stream who s)
      (if (not (stream? s)) (error "expected a stream" who s)))
    (define (check-streams who streams)
      (if (null? streams) (error "expected a stream" who))
      (for-each (lambda (s) (check-stream who s)) streams))
    (define (check-procedure who f)
      (if (not (procedure? f)) (error "expected a procedure" who f)))
    (define (check-count who n)
      (if (not (and (exact-integer? n) (>= n 0))) (error "expected a count" who n)))

    ;; Conversion.
    (define (list->stream l)
      (if (not (list? l)) (error "expected a list" 'list->stream l))
      (stream-let loop ((l l))
        (if (null? l)
            stream-null
            (stream-cons (car l) (loop (cdr l))))))

    (define port->stream
      (case-lambda
        (() (port->stream (current-input-port)))
        ((port)
         (if (not (input-port? port)) (error "expected an input port" 'port->stream port))
         (stream-let loop ()
           (let ((c (read-char port)))
             (if (eof-object? c)
                 stream-null
                 (stream-cons c (loop))))))))

    (define stream->list
      (case-lambda
        ((s)
         (check-stream 'stream->list s)
         (let loop ((s s) (l '()))
           (if (stream-null? s)
               (reverse l)
               (loop (stream-cdr s) (cons (stream-car s) l)))))
        ((n s)
         (check-count 'stream->list n)
         (check-stream 'stream->list s)
         (let loop ((n n) (s s) (l '()))
           (if (or (= n 0) (stream-null? s))
               (reverse l)
               (loop (- n 1) (stream-cdr s) (cons (stream-car s) l)))))))

    ;; Making streams.
    (define-stream (stream-constant . objects)
      (if (null? objects)
          stream-null
          (stream-let loop ((l objects))
            (if (null? l)
                (loop objects)
                (stream-cons (car l) (loop (cdr l)))))))

    (define stream-from
      (case-lambda
        ((first) (stream-from first 1))
        ((first step)
         (if (not (and (number? first) (number? step)))
             (error "expected numbers" 'stream-from first step))
         (stream-let loop ((n first))
           (stream-cons n (loop (+ n step)))))))

    (define stream-range
      (case-lambda
        ((first past) (stream-range first past (if (< first past) 1 -1)))
        ((first past step)
         (if (not (and (real? first) (real? past) (real? step)))
             (error "expected real numbers" 'stream-range first past step))
         (let ((in? (if (< step 0) > <)))
           (stream-let loop ((n first))
             (if (in? n past)
                 (stream-cons n (loop (+ n step)))
                 stream-null))))))

    (define (stream-iterate f base)
      (check-procedure 'stream-iterate f)
      (stream-let loop ((base base))
        (stream-cons base (loop (f base)))))

    (define (stream-unfold mapper in? successor base)
      (check-procedure 'stream-unfold mapper)
      (check-procedure 'stream-unfold in?)
      (check-procedure 'stream-unfold successor)
      (stream-let loop ((base base))
        (if (in? base)
            (stream-cons (mapper base) (loop (successor base)))
            stream-null)))

    ;; The results of all steps are one stream of lists, from which each result picks its own.
    (define (stream-unfolds f seed)
      (check-procedure 'stream-unfolds f)
      (let* ((steps
              (stream-let loop ((seed seed))
                (call-with-values (lambda () (f seed))
                  (lambda (next . results)
                    (stream-cons results (loop next))))))
             (count (length (stream-car steps))))
        (define (pick k)
          (stream-let loop ((s steps))
            (let ((result (list-ref (stream-car s) k)))
              (cond
                ((pair? result) (stream-cons (car result) (loop (stream-cdr s))))
                ((null? result) stream-null)
                (else (loop (stream-cdr s)))))))
        (let picked ((k (- count 1)) (streams '()))
          (if (< k 0)
              (apply values streams)
              (picked (- k 1) (cons (pick k) streams))))))

    ;; Parts.
    (define (stream-ref s n)
      (check-stream 'stream-ref s)
      (check-count 'stream-ref n)
      (let loop ((s s) (n n))
        (cond
          ((stream-null? s) (error "beyond the end of the stream" 'stream-ref))
          ((= n 0) (stream-car s))
          (else (loop (stream-cdr s) (- n 1))))))

    (define (stream-take n s)
      (check-count 'stream-take n)
      (check-stream 'stream-take s)
      (stream-let loop ((n n) (s s))
        (if (or (= n 0) (stream-null? s))
            stream-null
            (stream-cons (stream-car s) (loop (- n 1) (stream-cdr s))))))

    (define (stream-drop n s)
      (check-count 'stream-drop n)
      (check-stream 'stream-drop s)
      (stream-let loop ((n n) (s s))
        (if (or (= n 0) (stream-null? s))
            s
            (loop (- n 1) (stream-cdr s)))))

    (define (stream-take-while wanted? s)
      (check-procedure 'stream-take-while wanted?)
      (check-stream 'stream-take-while s)
      (stream-let loop ((s s))
        (if (and (stream-pair? s) (wanted? (stream-car s)))
            (stream-cons (stream-car s) (loop (stream-cdr s)))
            stream-null)))

    (define (stream-drop-while unwanted? s)
      (check-procedure 'stream-drop-while unwanted?)
      (check-stream 'stream-drop-while s)
      (stream-let loop ((s s))
        (if (and (stream-pair? s) (unwanted? (stream-car s)))
            (loop (stream-cdr s))
            s)))

    (define (stream-filter wanted? s)
      (check-procedure 'stream-filter wanted?)
      (check-stream 'stream-filter s)
      (stream-let loop ((s s))
        (cond
          ((stream-null? s) stream-null)
          ((wanted? (stream-car s)) (stream-cons (stream-car s) (loop (stream-cdr s))))
          (else (loop (stream-cdr s))))))

    ;; The whole.
    (define (stream-length s)
      (check-stream 'stream-length s)
      (let loop ((s s) (n 0))
        (if (stream-null? s) n (loop (stream-cdr s) (+ n 1)))))

    ;; Does not ask for the elements.
    (define (stream-reverse s)
      (check-stream 'stream-reverse s)
      (stream-let loop ((s s) (result stream-null))
        (if (stream-null? s)
            result
            (let ((element s))
              (loop (stream-cdr s) (stream-cons (stream-car element) result))))))

    (define (stream-append . streams)
      (if (null? streams)
          stream-null
          (begin
            (check-streams 'stream-append streams)
            (stream-let loop ((s (car streams)) (l (cdr streams)))
              (cond
                ((null? l) s)
                ((stream-null? s) (loop (car l) (cdr l)))
                (else (stream-cons (stream-car s) (loop (stream-cdr s) l))))))))

    (define (stream-concat streams)
      (check-stream 'stream-concat streams)
      (stream-let loop ((s stream-null) (streams streams))
        (cond
          ((stream-pair? s) (stream-cons (stream-car s) (loop (stream-cdr s) streams)))
          ((stream-null? streams) stream-null)
          (else
           (let ((next (stream-car streams)))
             (check-stream 'stream-concat next)
             (loop next (stream-cdr streams)))))))

    (define (any-null? streams)
      (and (pair? streams)
           (or (stream-null? (car streams)) (any-null? (cdr streams)))))

    (define (stream-map f . streams)
      (check-procedure 'stream-map f)
      (check-streams 'stream-map streams)
      (stream-let loop ((l streams))
        (if (any-null? l)
            stream-null
            (stream-cons (apply f (map stream-car l)) (loop (map stream-cdr l))))))

    (define (stream-zip . streams) (apply stream-map list streams))

    (define (stream-for-each f . streams)
      (check-procedure 'stream-for-each f)
      (check-streams 'stream-for-each streams)
      (let loop ((l streams))
        (if (not (any-null? l))
            (begin
              (apply f (map stream-car l))
              (loop (map stream-cdr l))))))

    (define (stream-fold f base s)
      (check-procedure 'stream-fold f)
      (check-stream 'stream-fold s)
      (let loop ((base base) (s s))
        (if (stream-null? s)
            base
            (loop (f base (stream-car s)) (stream-cdr s)))))

    (define (stream-scan f base s)
      (check-procedure 'stream-scan f)
      (check-stream 'stream-scan s)
      (stream-let loop ((base base) (s s))
        (if (stream-null? s)
            (stream base)
            (stream-cons base (loop (f base (stream-car s)) (stream-cdr s))))))

    ;; Patterns.
    (define-syntax stream-match
      (syntax-rules ()
        ((_ expression clause ...)
         (let ((s expression))
           (check-stream 'stream-match s)
           (match-clauses s clause ...)))))

    (define-syntax match-clauses
      (syntax-rules ()
        ((_ s) (error "no pattern matches" 'stream-match))
        ((_ s (pattern fender expression) clause ...)
         (let ((next (lambda () (match-clauses s clause ...))))
           (match-pattern s pattern (if fender expression (next)) (next))))
        ((_ s (pattern expression) clause ...)
         (let ((next (lambda () (match-clauses s clause ...))))
           (match-pattern s pattern expression (next))))))

    (define-syntax match-pattern
      (syntax-rules (_)
        ((match-pattern s () success failure)
         (if (stream-null? s) success failure))
        ((match-pattern s (_ . more) success failure)
         (if (stream-pair? s)
             (let ((tail (stream-cdr s)))
               (match-pattern tail more success failure))
             failure))
        ((match-pattern s (name . more) success failure)
         (if (stream-pair? s)
             (let ((name (stream-car s)) (tail (stream-cdr s)))
               (match-pattern tail more success failure))
             failure))
        ((match-pattern s _ success failure) success)
        ((match-pattern s name success failure)
         (let ((name s)) success))))

    ;; Comprehensions.
    (define-syntax stream-of
      (syntax-rules ()
        ((_ expression clause ...) (stream-of-clauses expression stream-null clause ...))))

    (define-syntax stream-of-clauses
      (syntax-rules (in is)
        ((_ expression base) (stream-cons expression base))
        ((_ expression base (name in source) clause ...)
         (stream-let loop ((s source))
           (if (stream-null? s)
               base
               (let ((name (stream-car s)))
                 (stream-of-clauses expression (loop (stream-cdr s)) clause ...)))))
        ((_ expression base (name is value) clause ...)
         (let ((name value))
           (stream-of-clauses expression base clause ...)))
        ((_ expression base condition clause ...)
         (if condition
             (stream-of-clauses expression base clause ...)
             base))))))
