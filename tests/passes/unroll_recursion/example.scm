(begin
  (define-global fib
    (lambda fib (n) (if (< n 2) n (+ ((global fib) (- n 1)) ((global fib) (- n 2))))))
  (define-global loop (lambda loop (i) (if (= i 0) 'done ((global loop) (- i 1)))))
  (fix ((count (lambda count (l) (if (null? l) 0 (+ 1 (count (cdr l)))))))
    (count '(1 2 3))))
;--- after unroll_recursion
; (global fib.0 "program" defined)
; (global loop.1 "program" defined)
; (begin
;   (define-global fib.0
;     (lambda fib.0 (n.0)
;       (if (< n.0 2)
;         n.0
;         (+ (let ((n.6 (- n.0 1)))
;              (if (< n.6 2) n.6 (+ ((global fib.0) (- n.6 1)) ((global fib.0) (- n.6 2)))))
;           (let ((n.5 (- n.0 2)))
;             (if (< n.5 2) n.5 (+ ((global fib.0) (- n.5 1)) ((global fib.0) (- n.5 2)))))))))
;   (define-global loop.1 (lambda loop.1 (i.1) (if (= i.1 0) 'done ((global loop.1) (- i.1 1)))))
;   (fix ((count.2 (lambda count.2 (l.3)
;                    (if (null? l.3)
;                      0
;                      (+ 1 (let ((l.4 (cdr l.3))) (if (null? l.4) 0 (+ 1 (count.2 (cdr l.4))))))))))
;     (count.2 '(1 2 3))))
