;; Builds an LL(1) parsing table from a grammar (nullable, first and follow sets by iteration to a fixed
;; point), then parses sentences with it.
;; group: symbolic

(define grammar
  '((program (statements))
    (statements (statement statements) ())
    (statement (name assign expression semicolon)
               (if expression block else-part)
               (while expression block)
               (print expression semicolon))
    (else-part (else block) ())
    (block (open statements close))
    (expression (term terms))
    (terms (plus term terms) (minus term terms) ())
    (term (factor factors))
    (factors (times factor factors) (over factor factors) ())
    (factor (name arguments) (number) (left expression right))
    (arguments (left list right) ())
    (list (expression more) ())
    (more (comma expression more) ())))

(define (nonterminal? x) (assq x grammar))

(define (adjoin x set) (if (memq x set) set (cons x set)))
(define (union a b)
  (if (null? a) b (union (cdr a) (adjoin (car a) b))))

(define (get table name)
  (let ((found (assq name table))) (if found (cdr found) '())))

;; Calls `step` on each rule until it changes nothing; `table` maps nonterminals to sets.
(define (fixed-point table step)
  (let again ()
    (let ((changed #f))
      (for-each
       (lambda (entry)
         (for-each
          (lambda (right)
            (step (car entry) right
                  (lambda (name set)
                    (let* ((cell (assq name table)) (grown (union set (cdr cell))))
                      (if (not (= (length grown) (length (cdr cell))))
                          (begin
                            (set-cdr! cell grown)
                            (set! changed #t)))))))
          (cdr entry)))
       grammar)
      (if changed (again) table))))

(define (empty-table) (map (lambda (entry) (list (car entry))) grammar))

(define (all? holds? items)
  (or (null? items) (and (holds? (car items)) (all? holds? (cdr items)))))

(define (nullable-table)
  (let ((table (empty-table)))
    (fixed-point table
                 (lambda (left right grow!)
                   (if (all? (lambda (x) (pair? (get table x))) right)
                       (grow! left '(yes)))))))

(define (first-of items nullable firsts)
  (cond ((null? items) '())
        ((nonterminal? (car items))
         (let ((own (get firsts (car items))))
           (if (pair? (get nullable (car items)))
               (union own (first-of (cdr items) nullable firsts))
               own)))
        (else (list (car items)))))

(define (first-table nullable)
  (let ((table (empty-table)))
    (fixed-point table
                 (lambda (left right grow!)
                   (grow! left (first-of right nullable table))))))

(define (follow-table nullable firsts)
  (let ((table (empty-table)))
    (set-cdr! (assq 'program table) '(end))
    (fixed-point table
                 (lambda (left right grow!)
                   (let loop ((right right))
                     (if (pair? right)
                         (begin
                           (if (nonterminal? (car right))
                               (begin
                                 (grow! (car right) (first-of (cdr right) nullable firsts))
                                 (if (all? (lambda (x) (pair? (get nullable x))) (cdr right))
                                     (grow! (car right) (get table left)))))
                           (loop (cdr right)))))))))

;; An association list of (nonterminal (token . right side) ...).
(define (parsing-table)
  (let* ((nullable (nullable-table))
         (firsts (first-table nullable))
         (follows (follow-table nullable firsts)))
    (map (lambda (entry)
           (cons (car entry)
                 (apply append
                        (map (lambda (right)
                               (let ((tokens (first-of right nullable firsts)))
                                 (map (lambda (token) (cons token right))
                                      (if (all? (lambda (x) (pair? (get nullable x))) right)
                                          (union tokens (get follows (car entry)))
                                          tokens))))
                             (cdr entry)))))
         grammar)))

;; The number of derivation steps, or #f.
(define (parse table tokens)
  (let loop ((stack '(program end)) (tokens tokens) (steps 0))
    (cond ((null? stack) (and (null? tokens) steps))
          ((null? tokens) #f)
          ((nonterminal? (car stack))
           (let ((rule (assq (car tokens) (get table (car stack)))))
             (and rule
                  (loop (append (cdr rule) (cdr stack)) tokens (+ steps 1)))))
          ((eq? (car stack) (car tokens)) (loop (cdr stack) (cdr tokens) steps))
          (else #f))))

(define sentence
  '(name assign number plus name left number comma name right semicolon
    while left name minus number right open
      if name open print name times number over name semicolon close
      else open name assign left left number right right semicolon close
      print number semicolon
    close end))

(define broken '(name assign assign number semicolon end))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (let ((table (parsing-table)))
          (loop (+ i 1)
                (+ sum (parse table sentence) (if (parse table broken) 1000000 0)))))))

(check 'parsegen (repeat 40000) 3880000)
