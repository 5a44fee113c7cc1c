;;; Procedures on lists that call procedures (R7RS 6.4, 6.10). What calls none is a primitive.

(define-library (eyas list)
  (import (eyas primitives) (eyas control))
  (export map for-each member assoc append-map filter fold fold-right reduce delete
          any every find find-tail list-index partition remove filter-map count
          list-tabulate iota last delete-duplicates)
  (begin

    (define (check-end who original tail)
      (if (not (null? tail)) (%wrong-type who "a list" original)))

    ;; For loops that the compiler makes of calls (`passes/open_library.rs`).
    (define (check-map-end tail) (check-end 'map tail tail))
    (define (check-for-each-end tail) (check-end 'for-each tail tail))

    ;; True if every one of `lists` is a pair: n-ary procedures stop at the shortest.
    (define (all-pairs? lists)
      (or (null? lists)
          (and (pair? (car lists)) (all-pairs? (cdr lists)))))

    (define (cars lists)
      (if (null? lists) '() (cons (car (car lists)) (cars (cdr lists)))))

    (define (cdrs lists)
      (if (null? lists) '() (cons (cdr (car lists)) (cdrs (cdr lists)))))

    ;; Not by accumulating and reversing in place: a continuation captured in `f` and entered again must not
    ;; change an earlier result (R7RS 6.10).
    (define map
      (case-lambda
        ((f list)
         (let loop ((l list))
           (if (pair? l)
               (let ((x (f (car l))))
                 (cons x (loop (cdr l))))
               (begin (check-end 'map list l) '()))))
        ((f list-a list-b)
         (let loop ((a list-a) (b list-b))
           (if (and (pair? a) (pair? b))
               (let ((x (f (car a) (car b))))
                 (cons x (loop (cdr a) (cdr b))))
               '())))
        ((f list-a . lists)
         (let loop ((lists (cons list-a lists)))
           (if (all-pairs? lists)
               (let ((x (apply f (cars lists))))
                 (cons x (loop (cdrs lists))))
               '())))))

    (define for-each
      (case-lambda
        ((f list)
         (let loop ((l list))
           (if (pair? l)
               (begin (f (car l)) (loop (cdr l)))
               (check-end 'for-each list l))))
        ((f list-a list-b)
         (let loop ((a list-a) (b list-b))
           (if (and (pair? a) (pair? b))
               (begin (f (car a) (car b)) (loop (cdr a) (cdr b))))))
        ((f list-a . lists)
         (let loop ((lists (cons list-a lists)))
           (if (all-pairs? lists)
               (begin (apply f (cars lists)) (loop (cdrs lists))))))))

    (define member
      (case-lambda
        ((x list) (%member x list))
        ((x list same?)
         (let loop ((l list))
           (if (pair? l)
               (if (same? x (car l)) l (loop (cdr l)))
               (begin (check-end 'member list l) #f))))))

    (define assoc
      (case-lambda
        ((x alist) (%assoc x alist))
        ((x alist same?)
         (let loop ((l alist))
           (if (pair? l)
               (if (same? x (car (car l))) (car l) (loop (cdr l)))
               (begin (check-end 'assoc alist l) #f))))))

    ;; SRFI 1, the part that other libraries here use too.
    (define filter
      (lambda (keep? list)
        (let loop ((l list))
          (if (pair? l)
              (if (keep? (car l))
                  (cons (car l) (loop (cdr l)))
                  (loop (cdr l)))
              (begin (check-end 'filter list l) '())))))

    (define (remove drop? list)
      (filter (lambda (x) (not (drop? x))) list))

    (define (partition in? list)
      (let loop ((l list) (in '()) (out '()))
        (if (pair? l)
            (if (in? (car l))
                (loop (cdr l) (cons (car l) in) out)
                (loop (cdr l) in (cons (car l) out)))
            (begin
              (check-end 'partition list l)
              (values (reverse in) (reverse out))))))

    (define fold
      (case-lambda
        ((f seed list)
         (let loop ((acc seed) (l list))
           (if (pair? l)
               (loop (f (car l) acc) (cdr l))
               (begin (check-end 'fold list l) acc))))
        ((f seed list-a list-b)
         (let loop ((acc seed) (a list-a) (b list-b))
           (if (and (pair? a) (pair? b))
               (loop (f (car a) (car b) acc) (cdr a) (cdr b))
               acc)))
        ((f seed list-a . lists)
         (let loop ((acc seed) (lists (cons list-a lists)))
           (if (all-pairs? lists)
               (loop (apply f (append (cars lists) (cons acc '()))) (cdrs lists))
               acc)))))

    (define fold-right
      (case-lambda
        ((f seed list)
         (let loop ((l list))
           (if (pair? l)
               (f (car l) (loop (cdr l)))
               (begin (check-end 'fold-right list l) seed))))
        ((f seed list-a . lists)
         (let loop ((lists (cons list-a lists)))
           (if (all-pairs? lists)
               (apply f (append (cars lists) (cons (loop (cdrs lists)) '())))
               seed)))))

    (define (reduce f identity list)
      (if (pair? list)
          (fold f (car list) (cdr list))
          (begin (check-end 'reduce list list) identity)))

    (define append-map
      (case-lambda
        ((f list) (apply append (map f list)))
        ((f list-a . lists) (apply append (apply map f list-a lists)))))

    (define filter-map
      (case-lambda
        ((f list)
         (let loop ((l list))
           (if (pair? l)
               (let ((x (f (car l))))
                 (if x (cons x (loop (cdr l))) (loop (cdr l))))
               (begin (check-end 'filter-map list l) '()))))
        ((f list-a . lists) (filter (lambda (x) x) (apply map f list-a lists)))))

    (define delete
      (case-lambda
        ((x list) (%delete x list))
        ((x list same?) (filter (lambda (y) (not (same? x y))) list))))

    (define any
      (case-lambda
        ((p list)
         (let loop ((l list))
           (if (pair? l)
               (if (null? (cdr l)) (p (car l)) (or (p (car l)) (loop (cdr l))))
               (begin (check-end 'any list l) #f))))
        ((p list-a . lists)
         (let loop ((lists (cons list-a lists)))
           (and (all-pairs? lists)
                (or (apply p (cars lists)) (loop (cdrs lists))))))))

    (define every
      (case-lambda
        ((p list)
         (let loop ((l list))
           (if (pair? l)
               (if (null? (cdr l)) (p (car l)) (and (p (car l)) (loop (cdr l))))
               (begin (check-end 'every list l) #t))))
        ((p list-a . lists)
         (let loop ((lists (cons list-a lists)) (last #t))
           (if (all-pairs? lists)
               (let ((x (apply p (cars lists))))
                 (and x (loop (cdrs lists) x)))
               last)))))

    (define (find-tail p list)
      (let loop ((l list))
        (if (pair? l)
            (if (p (car l)) l (loop (cdr l)))
            (begin (check-end 'find-tail list l) #f))))

    (define (find p list)
      (let ((tail (find-tail p list)))
        (and tail (car tail))))

    (define list-index
      (case-lambda
        ((p list)
         (let loop ((l list) (i 0))
           (if (pair? l)
               (if (p (car l)) i (loop (cdr l) (+ i 1)))
               #f)))
        ((p list-a . lists)
         (let loop ((lists (cons list-a lists)) (i 0))
           (if (all-pairs? lists)
               (if (apply p (cars lists)) i (loop (cdrs lists) (+ i 1)))
               #f)))))

    (define count
      (case-lambda
        ((p list)
         (let loop ((l list) (n 0))
           (if (pair? l) (loop (cdr l) (if (p (car l)) (+ n 1) n)) n)))
        ((p list-a . lists)
         (let loop ((lists (cons list-a lists)) (n 0))
           (if (all-pairs? lists)
               (loop (cdrs lists) (if (apply p (cars lists)) (+ n 1) n))
               n)))))

    (define (list-tabulate n f)
      (let loop ((i (- n 1)) (l '()))
        (if (< i 0) l (loop (- i 1) (cons (f i) l)))))

    (define iota
      (case-lambda
        ((n) (iota n 0 1))
        ((n start) (iota n start 1))
        ((n start step)
         (if (not (and (exact-integer? n) (>= n 0)))
             (%wrong-type 'iota "a count" n))
         (let loop ((i (- n 1)) (l '()))
           (cond
             ((> i 0) (loop (- i 1) (cons (+ start (* i step)) l)))
             ((= i 0) (cons start l))
             (else l))))))

    (define (last list) (car (last-pair list)))

    (define delete-duplicates
      (case-lambda
        ((list) (delete-duplicates list equal?))
        ((list same?)
         (let loop ((l list))
           (if (pair? l)
               (let ((x (car l)))
                 (cons x (loop (filter (lambda (y) (not (same? x y))) (cdr l)))))
               '())))))))
