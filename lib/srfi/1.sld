;;; SRFI 1: list library. The linear-update variants (`!`) are their pure namesakes, as the SRFI allows; what is also
;;; in R7RS is the very same procedure.

(define-library (srfi 1)
  (import (scheme base) (scheme case-lambda) (scheme cxr) (eyas list)
          (only (eyas primitives) cons* append-reverse append! reverse! last-pair
                %length-or-false)
          (srfi 1 sets))
  (export
    xcons cons* make-list list-tabulate list-copy circular-list iota
    proper-list? circular-list? dotted-list? not-pair? null-list? list=
    first second third fourth fifth sixth seventh eighth ninth tenth
    car+cdr take drop take-right drop-right take! drop-right! split-at split-at! last last-pair
    length+ concatenate reverse! append! concatenate! append-reverse append-reverse!
    zip unzip1 unzip2 unzip3 unzip4 unzip5 count
    fold unfold pair-fold reduce fold-right unfold-right pair-fold-right reduce-right
    append-map append-map! map! pair-for-each filter-map map-in-order
    filter partition remove filter! partition! remove!
    find find-tail any every list-index
    take-while drop-while take-while! span break span! break!
    delete delete-duplicates delete! delete-duplicates!
    alist-cons alist-copy alist-delete alist-delete!
    lset<= lset= lset-adjoin lset-union lset-intersection lset-difference lset-xor
    lset-diff+intersection lset-union! lset-intersection! lset-difference! lset-xor!
    lset-diff+intersection!
    ;; R7RS has these.
    cons list car cdr caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr
    caaaar caaadr caadar caaddr cadaar cadadr caddar cadddr
    cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr
    pair? null? set-car! set-cdr! length append reverse list-ref memq memv member
    assq assv assoc map for-each)
  (begin

    (define (xcons a b) (cons b a))

    (define (circular-list first . rest)
      (let ((l (cons first rest)))
        (set-cdr! (last-pair l) l)
        l))

    (define (proper-list? x) (list? x))
    (define (circular-list? x)
      (let loop ((slow x) (fast x))
        (and (pair? fast)
             (pair? (cdr fast))
             (let ((slow (cdr slow)) (fast (cddr fast)))
               (or (eq? slow fast) (loop slow fast))))))
    (define (dotted-list? x) (not (or (list? x) (circular-list? x))))
    (define (not-pair? x) (not (pair? x)))
    (define (null-list? l)
      (cond
        ((pair? l) #f)
        ((null? l) #t)
        (else (error "null-list?: not a list" l))))

    (define (list= same? . lists)
      (define (two a b)
        (cond
          ((null? a) (null? b))
          ((null? b) #f)
          (else (and (same? (car a) (car b)) (two (cdr a) (cdr b))))))
      (or (null? lists)
          (let loop ((a (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (or (eq? a (car rest)) (two a (car rest)))
                     (loop (car rest) (cdr rest)))))))

    (define first car)
    (define second cadr)
    (define third caddr)
    (define fourth cadddr)
    (define (fifth l) (list-ref l 4))
    (define (sixth l) (list-ref l 5))
    (define (seventh l) (list-ref l 6))
    (define (eighth l) (list-ref l 7))
    (define (ninth l) (list-ref l 8))
    (define (tenth l) (list-ref l 9))

    (define (car+cdr p) (values (car p) (cdr p)))

    (define (take l k)
      (let loop ((l l) (k k) (acc '()))
        (if (= k 0)
            (reverse acc)
            (loop (cdr l) (- k 1) (cons (car l) acc)))))
    (define (drop l k) (list-tail l k))
    (define (pairs l)
      (let loop ((l l) (n 0))
        (if (pair? l) (loop (cdr l) (+ n 1)) n)))
    (define (take-right l k) (drop l (- (pairs l) k)))
    (define (drop-right l k) (take l (- (pairs l) k)))
    (define take! take)
    (define drop-right! drop-right)
    (define (split-at l k)
      (let loop ((l l) (k k) (acc '()))
        (if (= k 0)
            (values (reverse acc) l)
            (loop (cdr l) (- k 1) (cons (car l) acc)))))
    (define split-at! split-at)

    (define (length+ l) (if (circular-list? l) #f (length l)))
    (define (concatenate lists) (apply append lists))
    (define concatenate! concatenate)
    (define append-reverse! append-reverse)

    (define (zip l . lists) (apply map list l lists))
    (define (unzip1 l) (map first l))
    (define (unzip2 l) (values (map first l) (map second l)))
    (define (unzip3 l) (values (map first l) (map second l) (map third l)))
    (define (unzip4 l) (values (map first l) (map second l) (map third l) (map fourth l)))
    (define (unzip5 l)
      (values (map first l) (map second l) (map third l) (map fourth l) (map fifth l)))

    (define unfold
      (case-lambda
        ((stop? mapper successor seed) (unfold stop? mapper successor seed (lambda (x) '())))
        ((stop? mapper successor seed tail)
         (let loop ((seed seed) (acc '()))
           (if (stop? seed)
               (append-reverse acc (tail seed))
               (loop (successor seed) (cons (mapper seed) acc)))))))
    (define unfold-right
      (case-lambda
        ((stop? mapper successor seed) (unfold-right stop? mapper successor seed '()))
        ((stop? mapper successor seed tail)
         (let loop ((seed seed) (acc tail))
           (if (stop? seed)
               acc
               (loop (successor seed) (cons (mapper seed) acc)))))))

    (define (any-null? lists)
      (and (pair? lists)
           (or (not (pair? (car lists))) (any-null? (cdr lists)))))

    (define pair-fold
      (case-lambda
        ((f seed l)
         (let loop ((l l) (acc seed))
           (if (pair? l)
               (let ((next (cdr l))) (loop next (f l acc)))
               acc)))
        ((f seed . lists)
         (let loop ((lists lists) (acc seed))
           (if (any-null? lists)
               acc
               (let ((next (map cdr lists)))
                 (loop next (apply f (append lists (list acc))))))))))
    (define pair-fold-right
      (case-lambda
        ((f seed l)
         (let loop ((l l))
           (if (pair? l) (f l (loop (cdr l))) seed)))
        ((f seed . lists)
         (let loop ((lists lists))
           (if (any-null? lists)
               seed
               (apply f (append lists (list (loop (map cdr lists))))))))))
    (define (reduce-right f identity l)
      (if (null? l)
          identity
          (let loop ((x (car l)) (l (cdr l)))
            (if (pair? l) (f x (loop (car l) (cdr l))) x))))

    (define append-map! append-map)
    (define map! map)
    (define map-in-order map)
    (define pair-for-each
      (case-lambda
        ((f l)
         (let loop ((l l))
           (if (pair? l)
               (let ((next (cdr l))) (f l) (loop next)))))
        ((f . lists)
         (let loop ((lists lists))
           (if (not (any-null? lists))
               (let ((next (map cdr lists))) (apply f lists) (loop next)))))))

    (define filter! filter)
    (define partition! partition)
    (define remove! remove)

    (define (take-while p l)
      (let loop ((l l) (acc '()))
        (if (and (pair? l) (p (car l)))
            (loop (cdr l) (cons (car l) acc))
            (reverse acc))))
    (define take-while! take-while)
    (define (drop-while p l)
      (if (and (pair? l) (p (car l))) (drop-while p (cdr l)) l))
    (define (span p l)
      (let loop ((l l) (acc '()))
        (if (and (pair? l) (p (car l)))
            (loop (cdr l) (cons (car l) acc))
            (values (reverse acc) l))))
    (define (break p l) (span (lambda (x) (not (p x))) l))
    (define span! span)
    (define break! break)

    (define delete! delete)
    (define delete-duplicates! delete-duplicates)

    (define (alist-cons key value alist) (cons (cons key value) alist))
    (define (alist-copy alist) (map (lambda (entry) (cons (car entry) (cdr entry))) alist))
    (define alist-delete
      (case-lambda
        ((key alist) (alist-delete key alist equal?))
        ((key alist same?) (remove (lambda (entry) (same? key (car entry))) alist))))
    (define alist-delete! alist-delete)))
