;; Enumerates the paraffin molecules of a size: radicals are trees shared among ever larger ones.
;; group: gc

;; A radical is h or a vector of three radicals in standing order; `radicals-up-to` gives a vector that has at
;; each size the list of radicals of that size.
(define (three-partitions m)
  (let outer ((a 0) (found '()))
    (if (> (* 3 a) m)
        found
        (let inner ((b a) (found found))
          (let ((c (- m a b)))
            (if (< c b)
                (outer (+ a 1) found)
                (inner (+ b 1) (cons (list a b c) found))))))))

;; Folds `f` over the choices of one item from a and one from b, which may be tails of one list.
(define (for-pairs a b same-size f)
  (let outer ((rest-a a))
    (if (pair? rest-a)
        (begin
          (let inner ((rest-b (if same-size rest-a b)))
            (if (pair? rest-b)
                (begin
                  (f (car rest-a) rest-a (car rest-b) rest-b)
                  (inner (cdr rest-b)))))
          (outer (cdr rest-a))))))

(define (radicals-up-to n)
  (let ((radicals (make-vector (+ n 1) '())))
    (vector-set! radicals 0 '(h))
    (do ((size 1 (+ size 1)))
        ((> size n) radicals)
      (let ((found '()))
        (for-each
         (lambda (sizes)
           (let* ((a (car sizes)) (b (cadr sizes)) (c (caddr sizes))
                  (as (vector-ref radicals a))
                  (bs (vector-ref radicals b))
                  (cs (vector-ref radicals c)))
             (for-pairs as bs (= a b)
                        (lambda (x rest-x y rest-y)
                          (let each ((zs (if (= b c) rest-y cs)))
                            (if (pair? zs)
                                (begin
                                  (set! found (cons (vector x y (car zs)) found))
                                  (each (cdr zs)))))))))
         (three-partitions (- size 1)))
        (vector-set! radicals size found)))))

;; Two equal halves joined by a bond.
(define (bond-centered n radicals)
  (if (odd? n)
      '()
      (let* ((half (vector-ref radicals (quotient n 2))) (found '()))
        (for-pairs half half #t
                   (lambda (x rest-x y rest-y) (set! found (cons (vector x y) found))))
        found)))

;; Four radicals around an atom, each smaller than half.
(define (atom-centered n radicals)
  (let ((found '()) (largest (quotient (- n 1) 2)))
    (let loop-a ((a 0))
      (if (<= (* 4 a) (- n 1))
          (begin
            (for-each
             (lambda (sizes)
               (let ((b (+ a (car sizes))) (c (+ a (cadr sizes))) (d (+ a (caddr sizes))))
                 (if (<= d largest)
                     (for-pairs
                      (vector-ref radicals a) (vector-ref radicals b) (= a b)
                      (lambda (w rest-w x rest-x)
                        (for-pairs
                         (if (= b c) rest-x (vector-ref radicals c))
                         (vector-ref radicals d)
                         (= c d)
                         (lambda (y rest-y z rest-z)
                           (set! found (cons (vector w x y z) found)))))))))
             (three-partitions (- n 1 (* 4 a))))
            (loop-a (+ a 1)))))
    found))

(define (count-paraffins n)
  (let ((radicals (radicals-up-to (quotient n 2))))
    (+ (length (bond-centered n radicals))
       (length (atom-centered n radicals)))))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (loop (+ i 1) (+ sum (count-paraffins 21))))))

;; There are 910,726 paraffins with 21 carbon atoms.
(check 'paraffins (repeat 8) 7285808)
