;;; SRFI 158: generators and accumulators. A generator is a procedure that gives the next value at each call, and
;;; eof objects from the end on; an accumulator takes values one by one, and gives its result for the eof object.

(define-library (srfi 158)
  (import (scheme base) (scheme case-lambda))
  (export
    generator circular-generator make-iota-generator make-range-generator
    make-coroutine-generator list->generator vector->generator reverse-vector->generator
    string->generator bytevector->generator make-for-each-generator make-unfold-generator
    gcons* gappend gflatten ggroup gmerge gmap gcombine gfilter gremove gstate-filter
    gtake gdrop gtake-while gdrop-while gdelete gdelete-neighbor-dups gindex gselect
    generator->list generator->reverse-list generator->vector generator->vector!
    generator->string generator-fold generator-map->list generator-for-each generator-find
    generator-count generator-any generator-every generator-unfold
    make-accumulator count-accumulator list-accumulator reverse-list-accumulator
    vector-accumulator reverse-vector-accumulator vector-accumulator! string-accumulator
    bytevector-accumulator bytevector-accumulator! sum-accumulator product-accumulator)
  (begin

    (define eof (eof-object))

    ;; Making generators.
    (define (generator . values) (list->generator values))

    (define (circular-generator value . values)
      (let* ((all (cons value values)) (l all))
        (lambda ()
          (if (null? l) (set! l all))
          (let ((x (car l)))
            (set! l (cdr l))
            x))))

    ;; The k-th value is computed from k, so that inexact steps do not add up their errors.
    (define make-iota-generator
      (case-lambda
        ((count) (make-iota-generator count 0 1))
        ((count start) (make-iota-generator count start 1))
        ((count start step)
         (let ((k 0))
           (lambda ()
             (if (< k count)
                 (let ((x (+ start (* k step))))
                   (set! k (+ k 1))
                   x)
                 eof))))))

    (define make-range-generator
      (case-lambda
        ((start)
         (let ((next start))
           (lambda ()
             (let ((x next))
               (set! next (+ next 1))
               x))))
        ((start end) (make-range-generator start end 1))
        ((start end step)
         (let ((k 0))
           (lambda ()
             (let ((x (+ start (* k step))))
               (if (if (< step 0) (> x end) (< x end))
                   (begin (set! k (+ k 1)) x)
                   eof)))))))

    ;; `f` is called with a procedure that gives its argument to the generator's caller and comes back at the next call.
    (define (make-coroutine-generator f)
      (define return #f)
      (define (resume)
        (f (lambda (x)
             (call/cc
               (lambda (k)
                 (set! resume (lambda () (k #f)))
                 (return x)))))
        (set! resume (lambda () (return eof)))
        (return eof))
      (lambda ()
        (call/cc
          (lambda (k)
            (set! return k)
            (resume)))))

    (define (list->generator list)
      (let ((l list))
        (lambda ()
          (if (null? l)
              eof
              (let ((x (car l)))
                (set! l (cdr l))
                x)))))

    (define (indexed ref s start end)
      (let ((i start))
        (lambda ()
          (if (< i end)
              (let ((x (ref s i)))
                (set! i (+ i 1))
                x)
              eof))))

    (define-syntax define-indexed
      (syntax-rules ()
        ((_ name ref length)
         (define name
           (case-lambda
             ((s) (indexed ref s 0 (length s)))
             ((s start) (indexed ref s start (length s)))
             ((s start end) (indexed ref s start end)))))))

    (define-indexed vector->generator vector-ref vector-length)
    (define-indexed string->generator string-ref string-length)
    (define-indexed bytevector->generator bytevector-u8-ref bytevector-length)

    (define reverse-vector->generator
      (case-lambda
        ((v) (reverse-vector->generator v 0 (vector-length v)))
        ((v start) (reverse-vector->generator v start (vector-length v)))
        ((v start end)
         (let ((i end))
           (lambda ()
             (if (> i start)
                 (begin (set! i (- i 1)) (vector-ref v i))
                 eof))))))

    (define (make-for-each-generator for-each collection)
      (make-coroutine-generator (lambda (yield) (for-each yield collection))))

    (define (make-unfold-generator stop? mapper successor seed)
      (let ((seed seed))
        (lambda ()
          (if (stop? seed)
              eof
              (let ((x (mapper seed)))
                (set! seed (successor seed))
                x)))))

    ;; Combining generators.
    (define (gcons* . arguments)
      (let ((l arguments))
        (lambda ()
          (if (null? (cdr l))
              ((car l))
              (let ((x (car l)))
                (set! l (cdr l))
                x)))))

    (define (gappend . generators)
      (let ((l generators))
        (lambda ()
          (let loop ()
            (if (null? l)
                eof
                (let ((x ((car l))))
                  (if (eof-object? x)
                      (begin (set! l (cdr l)) (loop))
                      x)))))))

    ;; The generator given yields lists.
    (define (gflatten lists)
      (let ((l '()))
        (lambda ()
          (let loop ()
            (cond
              ((pair? l)
               (let ((x (car l)))
                 (set! l (cdr l))
                 x))
              ((eof-object? l) l)
              (else (set! l (lists)) (loop)))))))

    (define ggroup
      (case-lambda
        ((g n)
         (lambda ()
           (let ((group (generator->list g n)))
             (if (null? group) eof group))))
        ((g n padding)
         (lambda ()
           (let* ((group (generator->list g n)) (k (length group)))
             (cond
               ((= k 0) eof)
               ((< k n) (append group (make-list (- n k) padding)))
               (else group)))))))

    ;; Of equal values, the one of the earlier generator comes first.
    (define gmerge
      (case-lambda
        ((less? g) g)
        ((less? g h)
         (let ((x #f) (y #f) (started? #f))
           (lambda ()
             (if (not started?)
                 (begin (set! started? #t) (set! x (g)) (set! y (h))))
             (if (or (eof-object? x)
                     (and (not (eof-object? y)) (less? y x)))
                 (let ((value y))
                   (if (not (eof-object? y)) (set! y (h)))
                   value)
                 (let ((value x))
                   (set! x (g))
                   value)))))
        ((less? g h . more)
         (gmerge less? g (apply gmerge less? h more)))))

    ;; The next value of each, or #f if one is at its end.
    (define (next-values generators)
      (let loop ((l generators) (values '()))
        (if (null? l)
            (reverse values)
            (let ((x ((car l))))
              (and (not (eof-object? x))
                   (loop (cdr l) (cons x values)))))))

    (define gmap
      (case-lambda
        ((f g)
         (lambda ()
           (let ((x (g)))
             (if (eof-object? x) x (f x)))))
        ((f . generators)
         (lambda ()
           (let ((values (next-values generators)))
             (if values (apply f values) eof))))))

    (define (gcombine f seed . generators)
      (let ((seed seed))
        (lambda ()
          (let ((all (next-values generators)))
            (if all
                (call-with-values (lambda () (apply f (append all (list seed))))
                  (lambda (x next)
                    (set! seed next)
                    x))
                eof)))))

    (define (gfilter wanted? g)
      (lambda ()
        (let loop ((x (g)))
          (if (or (eof-object? x) (wanted? x)) x (loop (g))))))
    (define (gremove unwanted? g) (gfilter (lambda (x) (not (unwanted? x))) g))

    (define (gstate-filter f seed g)
      (let ((state seed))
        (lambda ()
          (let loop ()
            (let ((x (g)))
              (if (eof-object? x)
                  x
                  (call-with-values (lambda () (f x state))
                    (lambda (yes next)
                      (set! state next)
                      (if yes x (loop))))))))))

    (define gtake
      (case-lambda
        ((g n)
         (let ((left n))
           (lambda ()
             (if (> left 0)
                 (begin (set! left (- left 1)) (g))
                 eof))))
        ((g n padding)
         (gtake (gappend g (lambda () padding)) n))))

    (define (gdrop g n)
      (let ((left n))
        (lambda ()
          (let loop ()
            (if (> left 0)
                (begin
                  (set! left (- left 1))
                  (if (eof-object? (g)) (set! left 0))
                  (loop))
                (g))))))

    (define (gtake-while wanted? g)
      (let ((done? #f))
        (lambda ()
          (if done?
              eof
              (let ((x (g)))
                (if (and (not (eof-object? x)) (wanted? x))
                    x
                    (begin (set! done? #t) eof)))))))

    (define (gdrop-while unwanted? g)
      (let ((dropping? #t))
        (lambda ()
          (if dropping?
              (let loop ((x (g)))
                (if (and (not (eof-object? x)) (unwanted? x))
                    (loop (g))
                    (begin (set! dropping? #f) x)))
              (g)))))

    (define gdelete
      (case-lambda
        ((item g) (gdelete item g equal?))
        ((item g same?) (gremove (lambda (x) (same? item x)) g))))

    (define gdelete-neighbor-dups
      (case-lambda
        ((g) (gdelete-neighbor-dups g equal?))
        ((g same?)
         (let ((first? #t) (previous #f))
           (lambda ()
             (let loop ((x (g)))
               (cond
                 ((eof-object? x) x)
                 ((and (not first?) (same? previous x)) (loop (g)))
                 (else (set! first? #f) (set! previous x) x))))))))

    (define (gindex values indices)
      (let ((at -1) (last -1))
        (lambda ()
          (let ((k (indices)))
            (cond
              ((eof-object? k) k)
              ((not (and (exact-integer? k) (> k last)))
               (error "gindex: indices must grow" k))
              (else
               (set! last k)
               (let loop ((x (values)))
                 (set! at (+ at 1))
                 (cond
                   ((eof-object? x) x)
                   ((= at k) x)
                   (else (loop (values)))))))))))

    (define (gselect values truths)
      (lambda ()
        (let loop ()
          (let ((x (values)) (wanted? (truths)))
            (cond
              ((or (eof-object? x) (eof-object? wanted?)) eof)
              (wanted? x)
              (else (loop)))))))

    ;; Using generators up.
    (define generator->reverse-list
      (case-lambda
        ((g)
         (let loop ((x (g)) (l '()))
           (if (eof-object? x) l (loop (g) (cons x l)))))
        ((g n) (generator->reverse-list (gtake g n)))))

    (define generator->list
      (case-lambda
        ((g) (reverse (generator->reverse-list g)))
        ((g n) (generator->list (gtake g n)))))

    (define generator->vector
      (case-lambda
        ((g) (list->vector (generator->list g)))
        ((g n) (list->vector (generator->list g n)))))

    ;; The number of values stored.
    (define (generator->vector! v at g)
      (let ((end (vector-length v)))
        (let loop ((i at))
          (if (= i end)
              (- i at)
              (let ((x (g)))
                (if (eof-object? x)
                    (- i at)
                    (begin
                      (vector-set! v i x)
                      (loop (+ i 1)))))))))

    (define generator->string
      (case-lambda
        ((g) (list->string (generator->list g)))
        ((g n) (list->string (generator->list g n)))))

    (define generator-fold
      (case-lambda
        ((f seed g)
         (let loop ((acc seed))
           (let ((x (g)))
             (if (eof-object? x) acc (loop (f x acc))))))
        ((f seed . generators)
         (let loop ((acc seed))
           (let ((all (next-values generators)))
             (if all (loop (apply f (append all (list acc)))) acc))))))

    (define (generator-map->list f . generators)
      (generator->list (apply gmap f generators)))

    (define generator-for-each
      (case-lambda
        ((f g)
         (let loop ()
           (let ((x (g)))
             (if (not (eof-object? x))
                 (begin (f x) (loop))))))
        ((f . generators)
         (let loop ()
           (let ((all (next-values generators)))
             (if all
                 (begin (apply f all) (loop))))))))

    (define (generator-find wanted? g)
      (let ((x ((gfilter wanted? g))))
        (if (eof-object? x) #f x)))

    (define (generator-count counts? g)
      (generator-fold (lambda (x n) (if (counts? x) (+ n 1) n)) 0 g))

    (define (generator-any holds? g)
      (let loop ()
        (let ((x (g)))
          (and (not (eof-object? x))
               (or (holds? x) (loop))))))

    (define (generator-every holds? g)
      (let loop ((last #t))
        (let ((x (g)))
          (if (eof-object? x)
              last
              (let ((value (holds? x)))
                (and value (loop value)))))))

    (define (generator-unfold g unfold . arguments)
      (apply unfold eof-object? (lambda (x) x) (lambda (x) (g)) (g) arguments))

    ;; Accumulators.
    (define (make-accumulator f seed finish)
      (let ((state seed))
        (lambda (x)
          (if (eof-object? x)
              (finish state)
              (set! state (f x state))))))

    (define (count-accumulator) (make-accumulator (lambda (x n) (+ n 1)) 0 values))
    (define (list-accumulator) (make-accumulator cons '() reverse))
    (define (reverse-list-accumulator) (make-accumulator cons '() values))
    (define (vector-accumulator)
      (make-accumulator cons '() (lambda (l) (list->vector (reverse l)))))
    (define (reverse-vector-accumulator) (make-accumulator cons '() list->vector))
    (define (string-accumulator)
      (make-accumulator cons '() (lambda (l) (list->string (reverse l)))))
    (define (bytevector-accumulator)
      (make-accumulator cons '() (lambda (l) (apply bytevector (reverse l)))))
    (define (sum-accumulator) (make-accumulator + 0 values))
    (define (product-accumulator) (make-accumulator * 1 values))

    (define (into set! target at)
      (make-accumulator
        (lambda (x i)
          (set! target i x)
          (+ i 1))
        at
        (lambda (i) target)))

    (define (vector-accumulator! v at) (into vector-set! v at))
    (define (bytevector-accumulator! b at) (into bytevector-u8-set! b at))))
