;; Generators over trees by re-entered continuations, several at once, some left unfinished, some restarted.
(import (scheme base) (scheme write))

(define (make-tree depth seed)
  (if (= depth 0)
      (list seed)
      (cons (make-tree (- depth 1) (* 2 seed))
            (make-tree (- depth 1) (+ 1 (* 2 seed))))))

(define (tree->generator tree)
  (define return #f)
  (define (resume ignored)
    (let walk ((tree tree))
      (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
            ((null? tree) #f)
            (else (call/cc (lambda (k) (set! resume k) (return tree))))))
    (set! resume (lambda (ignored) (return 'done)))
    (return 'done))
  (lambda ()
    (call/cc (lambda (k) (set! return k) (resume #f)))))

(define (sum-of tree)
  (let ((next (tree->generator tree)))
    (let loop ((sum 0))
      (let ((x (next)))
        (if (eq? x 'done) sum (loop (+ sum x)))))))

(define (interleave count tree)
  (let ((nexts (let loop ((i 0)) (if (= i count) '() (cons (tree->generator tree) (loop (+ i 1)))))))
    (let loop ((i 0) (sum 0))
      (if (= i 20)
          sum
          (loop (+ i 1) (+ sum (apply + (map (lambda (next) (let ((x (next))) (if (number? x) x 0))) nexts))))))))

(display (sum-of (make-tree 4 1)))
(newline)
(display (interleave 5 (make-tree 4 1)))
(newline)

;; All ways to pick one of each list: every choice point is re-entered.
(define (all-choices . lists)
  (let ((fail #f) (found '()))
    (define (choose l)
      (call/cc
       (lambda (return)
         (let ((outer fail))
           (let loop ((l l))
             (if (null? l)
                 (begin (set! fail outer) (fail #f))
                 (begin
                   (call/cc (lambda (retry) (set! fail retry) (return (car l))))
                   (loop (cdr l)))))))))
    (call/cc
     (lambda (done)
       (set! fail done)
       (let ((picked (let pick ((lists lists))
                       (if (null? lists)
                           '()
                           (let ((x (choose (car lists)))) (cons x (pick (cdr lists))))))))
         (set! found (cons picked found))
         (fail #f))))
    (reverse found)))

(display (all-choices '(1 2 3) '(a b) '("x" "y")))
(newline)
(display (length (all-choices '(1 2 3 4) '(1 2 3 4) '(1 2 3 4))))
(newline)
;--- output
; 376
; 1880
; ((1 a x) (1 a y) (1 b x) (1 b y) (2 a x) (2 a y) (2 b x) (2 b y) (3 a x) (3 a y) (3 b x) (3 b y))
; 64
