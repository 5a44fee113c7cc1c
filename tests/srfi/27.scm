;; SRFI 27: random bits.
(import (scheme base) (srfi 27) (only (srfi srfi-27) random-integer) (only (srfi :27 random-bits) random-real) (check))

(define (many n f) (let loop ((n n) (l '())) (if (= n 0) l (loop (- n 1) (cons (f) l)))))
(define (all holds? l) (or (null? l) (and (holds? (car l)) (all holds? (cdr l)))))

(check (random-integer 1) => 0)
(check-true (all (lambda (n) (and (exact-integer? n) (< -1 n 10))) (many 100 (lambda () (random-integer 10)))))
(check-true (all (lambda (n) (and (exact-integer? n) (< -1 n (expt 10 50)))) (many 20 (lambda () (random-integer (expt 10 50))))))
(check-true (all (lambda (x) (and (inexact? x) (< 0 x 1))) (many 100 random-real)))
(check-error (random-integer 0))
(check-error (random-integer -1))
(check-error (random-integer 1.5))

;; Every value comes, about equally often.
(check-true
  (let ((counts (make-vector 6 0)) (roll (random-source-make-integers (make-random-source))))
    (many 6000 (lambda () (let ((k (roll 6))) (vector-set! counts k (+ 1 (vector-ref counts k))))))
    (all (lambda (n) (< 850 n 1150)) (vector->list counts))))

;; Sources.
(check (map random-source? (list default-random-source (make-random-source) 1 random-real)) => (#t #t #f #f))
(check (random-source-state-ref (make-random-source)) => (mrg32k3a 12345 12345 12345 12345 12345 12345))
(define (draw source) (let ((f (random-source-make-integers source))) (many 5 (lambda () (f 1000000)))))
(check-true (equal? (draw (make-random-source)) (draw (make-random-source))))
(check-true
  (let ((s (make-random-source)))
    (draw s)
    (let* ((state (random-source-state-ref s)) (first (draw s)))
      (random-source-state-set! s state)
      (equal? first (draw s)))))
(check-error (random-source-state-set! (make-random-source) '(mrg32k3a 1 2)))
(check-error (random-source-state-set! (make-random-source) '(mrg32k3a 0 0 0 1 1 1)))
(check-error (random-source-state-set! (make-random-source) 'none))

;; Streams of L'Ecuyer's package: the second stream, and the second substream of the first.
(define (seeded i j)
  (let ((s (make-random-source)))
    (random-source-pseudo-randomize! s i j)
    s))
(check (random-source-state-ref (seeded 1 0))
  => (mrg32k3a 3692455944 1366884236 2968912127 335948734 4161675175 475798818))
(check (random-source-state-ref (seeded 0 1))
  => (mrg32k3a 870504860 2641697727 884013853 339352413 2374306706 3651603887))
(check (random-source-state-ref (seeded 0 0)) => (mrg32k3a 12345 12345 12345 12345 12345 12345))
(check (equal? (draw (seeded 1 2)) (draw (seeded 2 1))) => #f)
(check-error (random-source-pseudo-randomize! (make-random-source) -1 0))
(check (let ((a (make-random-source)) (b (make-random-source)))
         (random-source-randomize! a)
         (random-source-randomize! b)
         (equal? (draw a) (draw b))) => #f)

;; Reals with a unit.
(check-true
  (let ((f (random-source-make-reals (make-random-source) 1/4)))
    (all (lambda (x) (memv x '(1/4 1/2 3/4))) (many 50 f))))
(check-true
  (let ((f (random-source-make-reals (make-random-source) 0.1)))
    (all (lambda (x) (and (inexact? x) (< 0 x 1))) (many 50 f))))
(check-true (all (lambda (x) (< 0 x 1)) (many 10 (random-source-make-reals default-random-source))))
(check-error (random-source-make-reals default-random-source 2))
(check-error (random-source-make-integers 'source))
(finish)
;--- output
; 26 checks
