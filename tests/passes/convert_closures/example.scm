; `f` and its helper are known and closed; the returned procedure captures what it needs.
(begin
  (define-global f
    (lambda f (x y)
      (fix ((add (lambda add (a) (if (null? a) y (+ (car a) (add (cdr a))))))
            (inc (lambda inc (n) (+ n 1))))
        (lambda (z) (cons (inc z) (add x))))))
  (define-global g (lambda g () ((global f) '(1) 2)))
  ((global g)))
;--- after convert_closures
; (global f.0 "program" defined)
; (global g.1 "program" defined)
; (procedure f.0 (x.0 y.1) 0
;   (let ((add.2 (make-closure add.2 y.1))) (make-closure _.4 add.2 x.0)))
; (procedure g.1 () 0 (call-known f.0 #f '(1) 2))
; (procedure add.2 (a.3) 1
;   (if (null? a.3) (free 0) (+ (car a.3) (call-known add.2 (running-closure) (cdr a.3)))))
; (procedure _.4 (z.6) 2
;   (cons (call-known inc.3 (free 0) z.6) (call-known add.2 (free 0) (free 1))))
; (procedure inc.3 (n.5) 1 (+ n.5 1))
; (begin (define-global f.0 (closure f.0)) (define-global g.1 (closure g.1)) (call-known g.1 #f))
