;;; SRFI 27: sources of random bits.
;;;
;;; Each source is the combined multiple recursive generator MRG32k3a (L'Ecuyer, "Good parameters and implementations
;;; for combined multiple recursive random number generators", 1999): two recurrences of order three modulo primes
;;; near 2^32, period about 2^191. Its substreams, 2^127 and 2^76 steps apart, are reached by powers of the matrices
;;; of the recurrences, as L'Ecuyer et al. do ("An object-oriented random-number package with many long streams and
;;; substreams", 2002). All products stay within fixnums, except while jumping.

(define-library (srfi 27)
  (import (scheme base) (scheme case-lambda) (scheme time)
          (prefix (only (eyas primitives) random-integer) machine:))
  (export random-integer random-real default-random-source make-random-source random-source?
          random-source-state-ref random-source-state-set! random-source-randomize!
          random-source-pseudo-randomize! random-source-make-integers
          random-source-make-reals)
  (begin

    (define m1 4294967087)
    (define m2 4294944443)

    ;; The last three values of each recurrence, oldest first.
    (define-record-type random-source
      (wrap a0 a1 a2 b0 b1 b2)
      random-source?
      (a0 a0 set-a0!)
      (a1 a1 set-a1!)
      (a2 a2 set-a2!)
      (b0 b0 set-b0!)
      (b1 b1 set-b1!)
      (b2 b2 set-b2!))

    (define (make-random-source) (wrap 12345 12345 12345 12345 12345 12345))

    ;; The next value, from 0 to m1 - 1.
    (define (step! s)
      (let ((a (modulo (- (* 1403580 (a1 s)) (* 810728 (a0 s))) m1))
            (b (modulo (- (* 527612 (b2 s)) (* 1370589 (b0 s))) m2)))
        (set-a0! s (a1 s))
        (set-a1! s (a2 s))
        (set-a2! s a)
        (set-b0! s (b1 s))
        (set-b1! s (b2 s))
        (set-b2! s b)
        (let ((d (- a b)))
          (if (< d 0) (+ d m1) d))))

    ;; Uniform from 0 to n - 1: values of enough steps, those of the last incomplete run of n thrown away.
    (define (below s n)
      (if (<= n m1)
          (let ((limit (* n (quotient m1 n))))
            (let loop ((x (step! s)))
              (if (< x limit) (modulo x n) (loop (step! s)))))
          (let grow ((range m1) (steps 1))
            (if (< range n)
                (grow (* range m1) (+ steps 1))
                (let ((limit (* n (quotient range n))))
                  (let again ()
                    (let loop ((x 0) (k steps))
                      (cond
                        ((> k 0) (loop (+ (* x m1) (step! s)) (- k 1)))
                        ((< x limit) (modulo x n))
                        (else (again))))))))))

    (define (check-source who s)
      (if (not (random-source? s)) (error "expected a random source" who s)))

    (define (random-source-make-integers s)
      (check-source 'random-source-make-integers s)
      (lambda (n)
        (if (not (and (exact-integer? n) (> n 0)))
            (error "random-integer: expected an exact positive integer" n))
        (below s n)))

    ;; Strictly between 0 and 1, with 53 random bits, or in steps of `unit`.
    (define random-source-make-reals
      (case-lambda
        ((s)
         (check-source 'random-source-make-reals s)
         (lambda ()
           (/ (+ 0.5 (below s 4503599627370496)) 4503599627370496.0)))
        ((s unit)
         (check-source 'random-source-make-reals s)
         (if (not (and (real? unit) (< 0 unit 1)))
             (error "random-source-make-reals: the unit must be between 0 and 1" unit))
         (let ((steps (- (exact (ceiling (/ 1 (exact unit)))) 1)))
           (lambda () (* unit (+ 1 (below s steps))))))))

    ;; The external representation of a state.
    (define (random-source-state-ref s)
      (check-source 'random-source-state-ref s)
      (list 'mrg32k3a (a0 s) (a1 s) (a2 s) (b0 s) (b1 s) (b2 s)))

    (define (random-source-state-set! s state)
      (define (fit? l m)
        (and (every-below? l m) (not (equal? l '(0 0 0)))))
      (define (every-below? l m)
        (or (null? l)
            (and (exact-integer? (car l)) (<= 0 (car l) (- m 1)) (every-below? (cdr l) m))))
      (check-source 'random-source-state-set! s)
      (if (and (list? state)
               (= (length state) 7)
               (eq? (car state) 'mrg32k3a)
               (fit? (list (list-ref state 1) (list-ref state 2) (list-ref state 3)) m1)
               (fit? (list (list-ref state 4) (list-ref state 5) (list-ref state 6)) m2))
          (set-state! s (cdr state))
          (error "random-source-state-set!: not a state" state)))

    (define (set-state! s l)
      (set-a0! s (list-ref l 0))
      (set-a1! s (list-ref l 1))
      (set-a2! s (list-ref l 2))
      (set-b0! s (list-ref l 3))
      (set-b1! s (list-ref l 4))
      (set-b2! s (list-ref l 5)))

    ;; From the machine's own generator and the clock.
    (define (random-source-randomize! s)
      (define (value m)
        (+ 1 (modulo (+ (machine:random-integer m) (current-jiffy)) (- m 1))))
      (check-source 'random-source-randomize! s)
      (set-state! s (list (value m1) (value m1) (value m1) (value m2) (value m2) (value m2))))

    ;; Substream j of stream i.
    (define (random-source-pseudo-randomize! s i j)
      (define (seed matrix m)
        (times-vector
          (times (power matrix (* i (expt 2 127)) m) (power matrix (* j (expt 2 76)) m) m)
          '(12345 12345 12345)
          m))
      (check-source 'random-source-pseudo-randomize! s)
      (if (not (and (exact-integer? i) (exact-integer? j) (>= i 0) (>= j 0)))
          (error "random-source-pseudo-randomize!: expected exact non-negative integers" i j))
      (set-state! s
        (append (seed '((0 1 0) (0 0 1) (-810728 1403580 0)) m1)
                (seed '((0 1 0) (0 0 1) (-1370589 0 527612)) m2))))

    ;; Matrices modulo m, as lists of rows.
    (define (dot a b m)
      (modulo (apply + (map * a b)) m))
    (define (times-vector a v m)
      (map (lambda (row) (dot row v m)) a))
    (define (times a b m)
      (let ((columns (apply map list b)))
        (map (lambda (row) (times-vector columns row m)) a)))
    (define (power a n m)
      (cond
        ((= n 0) '((1 0 0) (0 1 0) (0 0 1)))
        ((even? n) (power (times a a m) (quotient n 2) m))
        (else (times a (power a (- n 1) m) m))))

    (define default-random-source (make-random-source))
    (define random-integer (random-source-make-integers default-random-source))
    (define random-real (random-source-make-reals default-random-source))))
