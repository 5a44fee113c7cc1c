;; Compares the fringes of trees with two generators that run in turns by re-entering continuations.
;; group: callcc

(define (make-tree depth seed)
  (if (= depth 0)
      seed
      (cons (make-tree (- depth 1) (* 2 seed))
            (make-tree (- depth 1) (+ 1 (* 2 seed))))))

;; The same leaves, leaning to the right.
(define (flatten tree rest)
  (if (pair? tree)
      (flatten (car tree) (flatten (cdr tree) rest))
      (cons tree rest)))

(define (make-generator tree)
  (define return #f)
  (define resume
    (lambda (ignored)
      (walk tree)
      (return 'done)))
  (define (walk tree)
    (cond ((pair? tree) (walk (car tree)) (walk (cdr tree)))
          ((null? tree) #f)
          (else
           (call/cc (lambda (k)
                      (set! resume k)
                      (return tree))))))
  (lambda ()
    (call/cc (lambda (k)
               (set! return k)
               (resume #f)))))

(define (same-fringe? a b)
  (let ((next-a (make-generator a)) (next-b (make-generator b)))
    (let loop ((count 0))
      (let ((x (next-a)) (y (next-b)))
        (cond ((not (eqv? x y)) #f)
              ((eq? x 'done) count)
              (else (loop (+ count 1))))))))

(define (repeat count)
  (let* ((tree (make-tree 12 1)) (leaning (flatten tree '())))
    (let loop ((i 0) (sum 0))
      (if (= i count)
          sum
          (loop (+ i 1) (+ sum (same-fringe? tree leaning)))))))

(check 'generators (repeat 1500) 6144000)
