;;; Lists as sets: the `lset-` procedures of SRFI 1.

(define-library (srfi 1 sets)
  (import (scheme base) (eyas list))
  (export lset<= lset= lset-adjoin lset-union lset-intersection lset-difference lset-xor
          lset-diff+intersection lset-union! lset-intersection! lset-difference! lset-xor!
          lset-diff+intersection!)
  (begin
    (define (has? same? l x) (any (lambda (y) (same? y x)) l))

    (define (subset? same? a b)
      (every (lambda (x) (any (lambda (y) (same? x y)) b)) a))

    (define (lset<= same? . lists)
      (or (null? lists)
          (let loop ((a (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (or (eq? a (car rest)) (subset? same? a (car rest)))
                     (loop (car rest) (cdr rest)))))))

    (define (lset= same? . lists)
      (or (null? lists)
          (let loop ((a (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (or (eq? a (car rest))
                         (and (subset? same? a (car rest))
                              (subset? (lambda (x y) (same? y x)) (car rest) a)))
                     (loop (car rest) (cdr rest)))))))

    (define (lset-adjoin same? l . elements)
      (fold (lambda (x l) (if (has? same? l x) l (cons x l))) l elements))

    (define (lset-union same? . lists)
      (define (two b a)
        (cond
          ((null? b) a)
          ((null? a) b)
          ((eq? a b) a)
          (else (fold (lambda (x l) (if (has? same? l x) l (cons x l))) a b))))
      (reduce two '() lists))

    (define (lset-intersection same? first . lists)
      (filter (lambda (x) (every (lambda (l) (any (lambda (y) (same? x y)) l)) lists)) first))

    (define (lset-difference same? first . lists)
      (filter (lambda (x) (every (lambda (l) (not (any (lambda (y) (same? x y)) l))) lists))
              first))

    (define (lset-xor same? . lists)
      (reduce
        (lambda (b a)
          (append (lset-difference same? b a) (lset-difference same? a b)))
        '()
        lists))

    (define (lset-diff+intersection same? first . lists)
      (partition
        (lambda (x) (every (lambda (l) (not (any (lambda (y) (same? x y)) l))) lists))
        first))

    (define lset-union! lset-union)
    (define lset-intersection! lset-intersection)
    (define lset-difference! lset-difference)
    (define lset-xor! lset-xor)
    (define lset-diff+intersection! lset-diff+intersection)))
