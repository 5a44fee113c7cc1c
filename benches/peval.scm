;; A partial evaluator for a small functional language: known arguments are computed away, calls unfold, and
;; what depends on unknowns stays as code.
;; group: symbolic

(define definitions
  '((power (n x) (if (= n 0) 1 (if (even n) (square (power (half n) x)) (* x (power (- n 1) x)))))
    (square (x) (* x x))
    (dot (a b) (if (null a) 0 (+ (* (head a) (head b)) (dot (tail a) (tail b)))))
    (lookup (key table) (if (null table) 0
                            (if (= key (head (head table)))
                                (tail (head table))
                                (lookup key (tail table)))))))

(define (constant? e)
  (or (number? e) (boolean? e) (and (pair? e) (eq? (car e) 'quote))))
(define (value-of e) (if (pair? e) (cadr e) e))
(define (as-constant v) (if (or (number? v) (boolean? v)) v (list 'quote v)))

(define primitives
  (list (cons '+ +) (cons '- -) (cons '* *) (cons '= =) (cons 'even even?)
        (cons 'half (lambda (n) (quotient n 2)))
        (cons 'null null?) (cons 'head car) (cons 'tail cdr)))

(define (simplify operator arguments)
  (cond ((and (eq? operator '*) (memv 0 arguments)) 0)
        ((and (eq? operator '*) (eqv? 1 (car arguments))) (cadr arguments))
        ((and (eq? operator '*) (eqv? 1 (cadr arguments))) (car arguments))
        ((and (eq? operator '+) (eqv? 0 (car arguments))) (cadr arguments))
        ((and (eq? operator '+) (eqv? 0 (cadr arguments))) (car arguments))
        (else (cons operator arguments))))

(define (every-constant? items)
  (or (null? items) (and (constant? (car items)) (every-constant? (cdr items)))))

(define (specialize e environment depth)
  (cond ((symbol? e)
         (let ((found (assq e environment))) (if found (cdr found) e)))
        ((constant? e) e)
        ((eq? (car e) 'if)
         (let ((test (specialize (cadr e) environment depth)))
           (if (constant? test)
               (specialize (if (value-of test) (caddr e) (cadddr e)) environment depth)
               (list 'if
                     test
                     (specialize (caddr e) environment depth)
                     (specialize (cadddr e) environment depth)))))
        (else
         (let ((arguments (map (lambda (a) (specialize a environment depth)) (cdr e)))
               (primitive (assq (car e) primitives)))
           (cond ((and primitive (every-constant? arguments))
                  (as-constant (apply (cdr primitive) (map value-of arguments))))
                 (primitive (simplify (car e) arguments))
                 ((> depth 60) (cons (car e) arguments))
                 (else
                  (let ((definition (cdr (assq (car e) definitions))))
                    (specialize (cadr definition)
                                (map cons (car definition) arguments)
                                (+ depth 1)))))))))

(define (size e) (if (pair? e) (+ (size (car e)) (size (cdr e))) 1))

(define goals
  '((power 13 y)
    (dot '(1 0 2 0 3) v)
    (+ (power 5 (dot '(0 1) w)) (lookup 7 '((3 . 4) (7 . 9))))
    (power (lookup 2 '((1 . 6) (2 . 20))) (square z))
    (lookup k '((1 . 10) (2 . 20) (3 . 30) (4 . 40) (5 . 50)))))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (loop (+ i 1)
              (+ sum (apply + (map (lambda (goal) (size (specialize goal '() 0))) goals)))))))

(check 'peval (repeat 70000) 18060000)
