;; A tiny Prolog: unification and depth-first search with success and failure continuations, run on list
;; programs (naive reverse, permutation sort) with one clause database.
;; group: symbolic

;; A variable is a vector of one number; substitutions are association lists.
(define (variable? x) (vector? x))

(define (walk term s)
  (if (variable? term)
      (let ((bound (assq term s)))
        (if bound (walk (cdr bound) s) term))
      term))

(define (unify a b s)
  (let ((a (walk a s)) (b (walk b s)))
    (cond ((eq? a b) s)
          ((variable? a) (cons (cons a b) s))
          ((variable? b) (cons (cons b a) s))
          ((and (pair? a) (pair? b))
           (let ((s (unify (car a) (car b) s)))
             (and s (unify (cdr a) (cdr b) s))))
          ((eqv? a b) s)
          (else #f))))

;; Clauses have their variables as symbols that begin with a question mark, replaced afresh for each use.
(define (rename term)
  (let ((names '()))
    (let copy ((term term))
      (cond ((pair? term)
             (let ((first (copy (car term)))) (cons first (copy (cdr term)))))
            ((and (symbol? term) (memq term '(?a ?b ?c ?d ?e ?x ?y)))
             (let ((known (assq term names)))
               (if known
                   (cdr known)
                   (let ((variable (vector term)))
                     (set! names (cons (cons term variable) names))
                     variable))))
            (else term)))))

(define database
  '((append ((append () ?a ?a))
            ((append (?x . ?a) ?b (?x . ?c)) (append ?a ?b ?c)))
    (reverse ((reverse () ()))
             ((reverse (?x . ?a) ?b) (reverse ?a ?c) (append ?c (?x) ?b)))
    (select ((select ?x (?x . ?a) ?a))
            ((select ?x (?y . ?a) (?y . ?b)) (select ?x ?a ?b)))
    (permuted ((permuted () ()))
              ((permuted ?a (?x . ?b)) (select ?x ?a ?c) (permuted ?c ?b)))
    (ordered ((ordered ()))
             ((ordered (?x)))
             ((ordered (?x ?y . ?a)) (less ?x ?y) (ordered (?y . ?a))))
    (sorted ((sorted ?a ?b) (permuted ?a ?b) (ordered ?b)))))

(define steps 0)

(define (solve goals s success failure)
  (if (null? goals)
      (success s failure)
      (let ((goal (car goals)))
        (if (eq? (car goal) 'less)
            (if (< (walk (cadr goal) s) (walk (caddr goal) s))
                (solve (cdr goals) s success failure)
                (failure))
            (let try ((clauses (cdr (assq (car goal) database))))
              (if (null? clauses)
                  (failure)
                  (let* ((clause (rename (car clauses)))
                         (extended (unify goal (car clause) s)))
                    (set! steps (+ steps 1))
                    (if extended
                        (solve (append (cdr clause) (cdr goals))
                               extended
                               success
                               (lambda () (try (cdr clauses))))
                        (try (cdr clauses))))))))))

(define (instance term s)
  (let ((term (walk term s)))
    (if (pair? term)
        (cons (instance (car term) s) (instance (cdr term) s))
        term)))

(define (answer goal variable)
  (solve (list goal) '()
         (lambda (s failure) (instance variable s))
         (lambda () 'no)))

(define (repeat count)
  (let loop ((i 0) (last '()))
    (if (= i count)
        (list last steps)
        (let* ((v (vector 'answer))
               (reversed (answer (list 'reverse '(1 2 3 4 5 6 7 8 9 10 11 12) v) v))
               (w (vector 'answer)))
          (loop (+ i 1)
                (cons (car reversed) (answer (list 'sorted '(4 2 5 1 3) w) w)))))))

(check 'unify (repeat 1400) '((12 1 2 3 4 5) 2682400))
