;; A rewriting theorem prover in the manner of Boyer and Moore: lemmas under each operator turn a term into
;; nested `if`s, which are then checked for being true whatever the variables are.
;; group: gc

(define lemmas '())

(define (lemmas-for operator)
  (let ((found (assq operator lemmas)))
    (if found (cdr found) '())))

(define (add-lemma! left right)
  (let ((found (assq (car left) lemmas)))
    (if found
        (set-cdr! found (append (cdr found) (list (cons left right))))
        (set! lemmas (cons (list (car left) (cons left right)) lemmas)))))

(define equations
  '(((and p q) (if p (if q (t) (f)) (f)))
   ((or p q) (if p (t) (if q (t) (f))))
   ((not p) (if p (f) (t)))
   ((implies p q) (if p (if q (t) (f)) (t)))
   ((iff p q) (and (implies p q) (implies q p)))
   ((if (if a b c) d e) (if a (if b d e) (if c d e)))
   ((plus (plus x y) z) (plus x (plus y z)))
   ((times x (plus y z)) (plus (times x y) (times x z)))
   ((times (times x y) z) (times x (times y z)))
   ((append (append x y) z) (append x (append y z)))
   ((reverse (append a b)) (append (reverse b) (reverse a)))
   ((length (append a b)) (plus (length a) (length b)))
   ((length (reverse x)) (length x))
   ((equal (plus a b) (plus a c)) (equal b c))
   ((member x (append a b)) (or (member x a) (member x b)))
   ((member x (reverse y)) (member x y))
   ((even (double x)) (t))
   ((zero (plus a b)) (and (zero a) (zero b)))
   ((less (plus x y) (plus x z)) (less y z))))

(define (variable? x) (not (pair? x)))

(define (match pattern term bindings)
  (cond ((not bindings) #f)
        ((variable? pattern)
         (let ((bound (assq pattern bindings)))
           (cond ((not bound) (cons (cons pattern term) bindings))
                 ((equal? (cdr bound) term) bindings)
                 (else #f))))
        ((variable? term) #f)
        ((eq? (car pattern) (car term))
         (let loop ((ps (cdr pattern)) (ts (cdr term)) (bindings bindings))
           (cond ((not bindings) #f)
                 ((null? ps) (and (null? ts) bindings))
                 ((null? ts) #f)
                 (else (loop (cdr ps) (cdr ts) (match (car ps) (car ts) bindings))))))
        (else #f)))

(define (substitute bindings term)
  (if (variable? term)
      (let ((bound (assq term bindings)))
        (if bound (cdr bound) term))
      (cons (car term) (substitute-all bindings (cdr term)))))
(define (substitute-all bindings terms)
  (if (null? terms)
      '()
      (cons (substitute bindings (car terms)) (substitute-all bindings (cdr terms)))))

(define start '((() . ())))

(define (rewrite term)
  (if (variable? term)
      term
      (rewrite-with (cons (car term) (rewrite-all (cdr term)))
                    (lemmas-for (car term)))))
(define (rewrite-all terms)
  (if (null? terms)
      '()
      (cons (rewrite (car terms)) (rewrite-all (cdr terms)))))
(define (rewrite-with term candidates)
  (if (null? candidates)
      term
      (let ((bindings (match (caar candidates) term start)))
        (if bindings
            (rewrite (substitute bindings (cdar candidates)))
            (rewrite-with term (cdr candidates))))))

(define (known? term facts truth)
  (or (equal? term truth) (member term facts)))

(define (tautology? term trues falses)
  (cond ((known? term trues '(t)) #t)
        ((known? term falses '(f)) #f)
        ((variable? term) #f)
        ((eq? (car term) 'if)
         (let ((test (cadr term)))
           (cond ((known? test trues '(t)) (tautology? (caddr term) trues falses))
                 ((known? test falses '(f)) (tautology? (cadddr term) trues falses))
                 (else
                  (and (tautology? (caddr term) (cons test trues) falses)
                       (tautology? (cadddr term) trues (cons test falses)))))))
        (else #f)))

(define theorem
  '(implies (and (implies (member x (append a (reverse b))) (equal (plus p q) (plus p r)))
                 (and (implies (equal q r) (less (plus u v) (plus u w)))
                      (and (implies (less v w) (zero (plus m n)))
                           (implies (zero m) (member y (reverse (append c d)))))))
            (implies (or (member x a) (member x b))
                     (and (zero n) (or (member y c) (member y d))))))

(define false-theorem
  '(implies (and (implies (member x a) (equal q r)) (zero m))
            (or (member x a) (equal q r))))

(define (repeat count)
  (for-each (lambda (lemma) (add-lemma! (car lemma) (cadr lemma))) equations)
  (let loop ((i 0) (proved 0) (refuted 0))
    (if (= i count)
        (list proved refuted)
        (loop (+ i 1)
              (if (tautology? (rewrite theorem) '() '()) (+ proved 1) proved)
              (if (tautology? (rewrite false-theorem) '() '()) refuted (+ refuted 1))))))

(check 'rewrite (repeat 3) '(3 3))
