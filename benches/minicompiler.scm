;; A compiler from a small language to stack code, with constant folding, resolved variables and jump labels,
;; and the machine that runs the code.
;; group: symbolic

(define label-count 0)
(define (fresh-label)
  (set! label-count (+ label-count 1))
  label-count)

(define (index-of name names)
  (let loop ((i 0) (names names))
    (if (eq? name (car names)) i (loop (+ i 1) (cdr names)))))

(define (fold-constants e)
  (if (and (pair? e) (memq (car e) '(+ - * <)))
      (let ((a (fold-constants (cadr e))) (b (fold-constants (caddr e))))
        (if (and (number? a) (number? b))
            (case (car e)
              ((+) (+ a b))
              ((-) (- a b))
              ((*) (* a b))
              (else (if (< a b) 1 0)))
            (list (car e) a b)))
      e))

;; Instructions are consed in front of `rest`, the code that follows.
(define (compile-expression e names rest)
  (cond ((number? e) (cons (list 'constant e) rest))
        ((symbol? e) (cons (list 'variable (index-of e names)) rest))
        (else
         (compile-expression (cadr e) names
                             (compile-expression (caddr e) names
                                                 (cons (list (car e)) rest))))))

(define (compile-statement s names rest)
  (case (car s)
    ((set)
     (compile-expression (fold-constants (caddr s)) names
                         (cons (list 'store (index-of (cadr s) names)) rest)))
    ((while)
     (let ((start (fresh-label)) (end (fresh-label)))
       (cons (list 'label start)
             (compile-expression (fold-constants (cadr s)) names
                                 (cons (list 'jump-if-zero end)
                                       (compile-statements (cddr s) names
                                                           (cons (list 'jump start)
                                                                 (cons (list 'label end) rest))))))))
    ((if)
     (let ((other (fresh-label)) (end (fresh-label)))
       (compile-expression (fold-constants (cadr s)) names
                           (cons (list 'jump-if-zero other)
                                 (compile-statement (caddr s) names
                                                    (cons (list 'jump end)
                                                          (cons (list 'label other)
                                                                (compile-statement
                                                                 (cadddr s) names
                                                                 (cons (list 'label end) rest)))))))))
    (else (compile-statements (cdr s) names rest))))

(define (compile-statements ss names rest)
  (if (null? ss)
      rest
      (compile-statement (car ss) names (compile-statements (cdr ss) names rest))))

;; Labels become places in a vector.
(define (assemble code)
  (let scan ((rest code) (at 0) (labels '()))
    (cond ((null? rest)
           (let ((v (make-vector at #f)))
             (let fill ((rest code) (at 0))
               (cond ((null? rest) v)
                     ((eq? 'label (caar rest)) (fill (cdr rest) at))
                     (else
                      (vector-set! v at
                                   (if (memq (caar rest) '(jump jump-if-zero))
                                       (list (caar rest) (cdr (assv (cadar rest) labels)))
                                       (car rest)))
                      (fill (cdr rest) (+ at 1)))))))
          ((eq? 'label (caar rest)) (scan (cdr rest) at (cons (cons (cadar rest) at) labels)))
          (else (scan (cdr rest) (+ at 1) labels)))))

(define (run code variables)
  (let ((end (vector-length code)))
    (let loop ((pc 0) (stack '()))
      (if (= pc end)
          variables
          (let* ((instruction (vector-ref code pc)) (operation (car instruction)))
            (case operation
              ((constant) (loop (+ pc 1) (cons (cadr instruction) stack)))
              ((variable) (loop (+ pc 1) (cons (vector-ref variables (cadr instruction)) stack)))
              ((store)
               (vector-set! variables (cadr instruction) (car stack))
               (loop (+ pc 1) (cdr stack)))
              ((jump) (loop (cadr instruction) stack))
              ((jump-if-zero)
               (loop (if (eqv? 0 (car stack)) (cadr instruction) (+ pc 1)) (cdr stack)))
              (else
               (let ((b (car stack)) (a (cadr stack)))
                 (loop (+ pc 1)
                       (cons (case operation
                               ((+) (+ a b))
                               ((-) (- a b))
                               ((*) (* a b))
                               (else (if (< a b) 1 0)))
                             (cddr stack)))))))))))

(define program
  '(begin
     (set n (- (* 5 5) 5))
     (set sum 0)
     (set i 0)
     (while (< i n)
       (set j 0)
       (while (< j i)
         (if (< (* j 3) i)
             (set sum (+ sum (* 2 (- 7 4))))
             (begin
               (set sum (- sum 1))
               (set last j)))
         (set j (+ j 1)))
       (set i (+ i (* 1 1))))))

(define (repeat count)
  (let loop ((i 0) (last '()))
    (if (= i count)
        (list last label-count)
        (loop (+ i 1)
              (vector->list
               (run (assemble (compile-statement program '(n sum i j last) '()))
                    (make-vector 5 0)))))))

(check 'minicompiler (repeat 50000) '((20 300 20 19 18) 300000))
