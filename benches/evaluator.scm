;; An interpreter for a small Scheme, with environments as association lists of frames, that runs programs on
;; itself: a sorting procedure, Fibonacci numbers, higher-order procedures.
;; group: symbolic

(define (lookup name environment)
  (if (null? environment)
      'unbound
      (let ((found (assq name (car environment))))
        (if found found (lookup name (cdr environment))))))

(define (evaluate e environment)
  (cond ((symbol? e) (cdr (lookup e environment)))
        ((not (pair? e)) e)
        (else
         (case (car e)
           ((quote) (cadr e))
           ((if)
            (if (evaluate (cadr e) environment)
                (evaluate (caddr e) environment)
                (evaluate (cadddr e) environment)))
           ((lambda) (vector 'closure (cadr e) (cddr e) environment))
           ((let)
            (evaluate-body (cddr e)
                           (cons (map (lambda (b) (cons (car b) (evaluate (cadr b) environment)))
                                      (cadr e))
                                 environment)))
           ((letrec)
            (let* ((frame (map (lambda (b) (cons (car b) #f)) (cadr e)))
                   (inner (cons frame environment)))
              (for-each (lambda (b cell) (set-cdr! cell (evaluate (cadr b) inner)))
                        (cadr e)
                        frame)
              (evaluate-body (cddr e) inner)))
           ((set!)
            (set-cdr! (lookup (cadr e) environment) (evaluate (caddr e) environment)))
           (else
            (call-value (evaluate (car e) environment)
                        (map (lambda (a) (evaluate a environment)) (cdr e))))))))

(define (evaluate-body body environment)
  (if (null? (cdr body))
      (evaluate (car body) environment)
      (begin
        (evaluate (car body) environment)
        (evaluate-body (cdr body) environment))))

(define (call-value f arguments)
  (if (procedure? f)
      (apply f arguments)
      (evaluate-body (vector-ref f 2)
                     (cons (map cons (vector-ref f 1) arguments)
                           (vector-ref f 3)))))

(define globals
  (list (list (cons '+ +) (cons '- -) (cons '* *) (cons '< <) (cons '= =)
              (cons 'car car) (cons 'cdr cdr) (cons 'cons cons) (cons 'null? null?))))

(define program
  '(letrec ((fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
            (each (lambda (f l) (if (null? l) '() (cons (f (car l)) (each f (cdr l))))))
            (insert (lambda (x l)
                      (if (null? l)
                          (cons x '())
                          (if (< x (car l)) (cons x l) (cons (car l) (insert x (cdr l)))))))
            (sort (lambda (l) (if (null? l) '() (insert (car l) (sort (cdr l))))))
            (numbers (lambda (n seed)
                       (if (= n 0) '() (cons seed (numbers (- n 1) (- (* 7 (- 101 seed)) (* 3 seed)))))))
            (sum (lambda (l) (let ((total 0))
                               (letrec ((loop (lambda (l) (if (null? l) total
                                                              (let ((ignored (set! total (+ total (car l)))))
                                                                (loop (cdr l)))))))
                                 (loop l))))))
     (cons (fib 15)
           (cons (sum (each (lambda (n) (* n n)) '(1 2 3 4 5 6 7 8 9 10)))
                 (cons (car (sort (each fib (sort '(5 3 9 1 12 4 8 2 7 11 6 10))))) '())))))

(define (repeat count)
  (let loop ((i 0) (result '()))
    (if (= i count) result (loop (+ i 1) (evaluate program globals)))))

(check 'evaluator (repeat 1800) '(610 385 1))
