;;; SRFI 127: lazy sequences, which are lists whose last cdr may be a generator that gives the rest.

(define-library (srfi 127)
  (import (scheme base) (scheme case-lambda))
  (export
    generator->lseq lseq? lseq=?
    lseq-car lseq-cdr lseq-first lseq-rest lseq-ref lseq-take lseq-drop
    lseq-realize lseq->generator lseq-length lseq-append lseq-zip
    lseq-map lseq-for-each lseq-filter lseq-remove
    lseq-find lseq-find-tail lseq-any lseq-every lseq-index lseq-take-while lseq-drop-while
    lseq-member lseq-memq lseq-memv)
  (begin

    (define (generator->lseq generator)
      (let ((x (generator)))
        (if (eof-object? x) '() (cons x generator))))

    (define (lseq? x)
      (let loop ((x x) (slow x) (move? #f))
        (cond
          ((null? x) #t)
          ((procedure? x) #t)
          ((not (pair? x)) #f)
          (else
           (let ((x (cdr x)) (slow (if move? (cdr slow) slow)))
             (and (not (eq? x slow)) (loop x slow (not move?))))))))

    ;; A sequence may also be just its generator.
    (define (force-lseq l) (if (procedure? l) (generator->lseq l) l))

    (define (lseq-car l) (car (force-lseq l)))
    (define (lseq-first l) (lseq-car l))
    (define (lseq-cdr l)
      (if (procedure? l)
          (lseq-cdr (generator->lseq l))
          (let ((rest (cdr l)))
            (if (procedure? rest)
                (let ((rest (generator->lseq rest)))
                  (set-cdr! l rest)
                  rest)
                rest))))
    (define (lseq-rest l) (lseq-cdr l))

    (define (lseq-drop l n)
      (if (= n 0)
          l
          (lseq-drop (lseq-cdr l) (- n 1))))
    (define (lseq-ref l n) (lseq-car (lseq-drop l n)))

    (define (lseq-take l n)
      (let ((l l) (n n))
        (generator->lseq
          (lambda ()
            (if (= n 0)
                (eof-object)
                (let ((x (lseq-car l)))
                  (set! n (- n 1))
                  (if (> n 0) (set! l (lseq-cdr l)))
                  x))))))

    (define (lseq=? same? a b)
      (let loop ((a (force-lseq a)) (b (force-lseq b)))
        (cond
          ((eq? a b) #t)
          ((null? a) (null? b))
          ((null? b) #f)
          (else
           (and (same? (car a) (car b))
                (loop (lseq-cdr a) (lseq-cdr b)))))))

    (define (lseq-realize l)
      (let ((l (force-lseq l)))
        (let loop ((x l))
          (if (pair? x) (loop (lseq-cdr x)) l))))

    ;; The cdr is taken when the next element is asked for, not before.
    (define (lseq->generator l)
      (let ((l l) (started? #f))
        (lambda ()
          (if started?
              (if (pair? l) (set! l (lseq-cdr l)))
              (begin (set! started? #t) (set! l (force-lseq l))))
          (if (pair? l) (car l) (eof-object)))))

    (define (lseq-length l)
      (let loop ((l (force-lseq l)) (n 0))
        (if (null? l) n (loop (lseq-cdr l) (+ n 1)))))

    (define (lseq-append . sequences)
      (let ((left (map lseq->generator sequences)))
        (generator->lseq
          (lambda ()
            (let loop ()
              (if (null? left)
                  (eof-object)
                  (let ((x ((car left))))
                    (if (eof-object? x)
                        (begin (set! left (cdr left)) (loop))
                        x))))))))

    ;; The next elements, or #f if a sequence has none.
    (define (next generators)
      (let loop ((l generators) (elements '()))
        (if (null? l)
            (reverse elements)
            (let ((x ((car l))))
              (and (not (eof-object? x))
                   (loop (cdr l) (cons x elements)))))))

    (define (lseq-zip . sequences) (apply lseq-map list sequences))

    (define (lseq-map f . sequences)
      (let ((generators (map lseq->generator sequences)))
        (generator->lseq
          (lambda ()
            (let ((elements (next generators)))
              (if elements (apply f elements) (eof-object)))))))

    (define (lseq-for-each f . sequences)
      (let ((generators (map lseq->generator sequences)))
        (let loop ()
          (let ((elements (next generators)))
            (if elements
                (begin
                  (apply f elements)
                  (loop)))))))

    (define (lseq-filter wanted? l)
      (let ((generator (lseq->generator l)))
        (generator->lseq
          (lambda ()
            (let loop ()
              (let ((x (generator)))
                (if (or (eof-object? x) (wanted? x)) x (loop))))))))
    (define (lseq-remove unwanted? l) (lseq-filter (lambda (x) (not (unwanted? x))) l))

    (define (lseq-find wanted? l)
      (let ((tail (lseq-find-tail wanted? l)))
        (and tail (car tail))))

    (define (lseq-find-tail wanted? l)
      (let loop ((l (force-lseq l)))
        (and (pair? l)
             (if (wanted? (car l)) l (loop (lseq-cdr l))))))

    (define (lseq-take-while wanted? l)
      (let ((generator (lseq->generator l)) (done? #f))
        (generator->lseq
          (lambda ()
            (let ((x (if done? (eof-object) (generator))))
              (if (or (eof-object? x) (wanted? x))
                  x
                  (begin (set! done? #t) (eof-object))))))))

    (define (lseq-drop-while unwanted? l)
      (or (lseq-find-tail (lambda (x) (not (unwanted? x))) l) '()))

    (define (lseq-any holds? . sequences)
      (let ((generators (map lseq->generator sequences)))
        (let loop ()
          (let ((elements (next generators)))
            (and elements
                 (or (apply holds? elements) (loop)))))))

    (define (lseq-every holds? . sequences)
      (let ((generators (map lseq->generator sequences)))
        (let loop ((last #t))
          (let ((elements (next generators)))
            (if elements
                (let ((value (apply holds? elements)))
                  (and value (loop value)))
                last)))))

    (define (lseq-index holds? . sequences)
      (let ((generators (map lseq->generator sequences)))
        (let loop ((i 0))
          (let ((elements (next generators)))
            (and elements
                 (if (apply holds? elements) i (loop (+ i 1))))))))

    (define lseq-member
      (case-lambda
        ((x l) (lseq-member x l equal?))
        ((x l same?) (lseq-find-tail (lambda (y) (same? x y)) l))))
    (define (lseq-memq x l) (lseq-member x l eq?))
    (define (lseq-memv x l) (lseq-member x l eqv?))))
