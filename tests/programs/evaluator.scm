;; A small Scheme evaluator: environments as frames, closures as records, a few special forms, run on itself-like code.
(import (scheme base) (scheme cxr) (scheme write))

(define-record-type closure
  (make-closure parameters body environment)
  closure?
  (parameters closure-parameters)
  (body closure-body)
  (environment closure-environment))

;;; An environment is a list of frames; a frame is a list with a dummy head, so that it can grow.
(define (extend names values env)
  (let loop ((names names) (values values) (frame '()))
    (cond
      ((and (null? names) (null? values)) (cons (cons 'frame frame) env))
      ((symbol? names) (loop '() '() (cons (cons names values) frame)))
      ((or (null? names) (null? values)) (error "wrong number of arguments" names values))
      (else (loop (cdr names) (cdr values) (cons (cons (car names) (car values)) frame))))))

(define (lookup name env)
  (if (null? env)
      (error "unbound variable" name)
      (or (assq name (cdar env)) (lookup name (cdr env)))))

(define (define! name value env)
  (let* ((frame (car env)) (entry (assq name (cdr frame))))
    (if entry
        (set-cdr! entry value)
        (set-cdr! frame (cons (cons name value) (cdr frame))))))

(define (evaluate e env)
  (cond
    ((symbol? e) (cdr (lookup e env)))
    ((not (pair? e)) e)
    (else
     (case (car e)
       ((quote) (cadr e))
       ((if) (if (evaluate (cadr e) env)
                 (evaluate (caddr e) env)
                 (if (pair? (cdddr e)) (evaluate (cadddr e) env) 'nothing)))
       ((lambda) (make-closure (cadr e) (cddr e) env))
       ((begin) (evaluate-body (cdr e) env))
       ((define)
        (if (pair? (cadr e))
            (define! (caadr e) (make-closure (cdadr e) (cddr e) env) env)
            (define! (cadr e) (evaluate (caddr e) env) env))
        'defined)
       ((set!) (set-cdr! (lookup (cadr e) env) (evaluate (caddr e) env)) 'assigned)
       ((let)
        (apply-procedure (make-closure (map car (cadr e)) (cddr e) env)
                         (map (lambda (b) (evaluate (cadr b) env)) (cadr e))))
       ((cond)
        (let loop ((clauses (cdr e)))
          (cond ((null? clauses) 'nothing)
                ((or (eq? (caar clauses) 'else) (evaluate (caar clauses) env))
                 (evaluate-body (cdar clauses) env))
                (else (loop (cdr clauses))))))
       (else
        (apply-procedure (evaluate (car e) env)
                         (map (lambda (x) (evaluate x env)) (cdr e))))))))

(define (evaluate-body body env)
  (if (null? (cdr body))
      (evaluate (car body) env)
      (begin
        (evaluate (car body) env)
        (evaluate-body (cdr body) env))))

(define (apply-procedure f arguments)
  (cond ((closure? f)
         (evaluate-body (closure-body f)
                        (extend (closure-parameters f) arguments (closure-environment f))))
        ((procedure? f) (apply f arguments))
        (else (error "not a procedure" f))))

(define (fresh-environment)
  (extend '(+ - * = < cons car cdr null? pair? list eq?)
          (list + - * = < cons car cdr null? pair? list eq?)
          '()))

(define (run program)
  (let ((env (fresh-environment)))
    (for-each
      (lambda (e)
        (let ((value (guard (x ((error-object? x) (list 'error (error-object-message x) (error-object-irritants x))))
                       (evaluate e env))))
          (unless (memq value '(defined assigned))
            (write value)
            (newline))))
      program)))

(run '((define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))
       (fact 20)
       (fact 25)
       (define (map f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l)))))
       (map (lambda (x) (* x x)) '(1 2 3 4))
       (define counter (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
       (counter)
       (counter)
       (let ((f (lambda args args)) (x 5)) (f x x))
       ((lambda (a . rest) (list a rest)) 1 2 3)
       (cond ((= 1 2) 'no) ((eq? 'a 'a) 'yes) (else 'never))
       (define (loop i acc) (if (= i 0) acc (loop (- i 1) (+ acc i))))
       (loop 10000 0)
       undefined-thing
       (fact 1 2)
       (5 5)
       (define (even? n) (if (= n 0) 'even (odd? (- n 1))))
       (define (odd? n) (if (= n 0) 'odd (even? (- n 1))))
       (even? 501)
       (begin 1 2 3)
       (if (< 2 1) 'smaller)))
;--- output
; 2432902008176640000
; 15511210043330985984000000
; (1 4 9 16)
; 1
; 2
; (5 5)
; (1 (2 3))
; yes
; 50005000
; (error "unbound variable" (undefined-thing))
; (error "wrong number of arguments" (() (2)))
; (error "not a procedure" (5))
; odd
; 3
; nothing
