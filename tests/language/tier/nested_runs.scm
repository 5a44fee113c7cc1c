;; options: --code-cache 24k
; Macro transformers run while machine code of the program waits for `eval`: that code must stay, other code may go.
(import (scheme base) (scheme write) (scheme eval))

(define env (environment '(scheme base) '(only (eyas) er-macro-transformer)))

(define (procedures n)
  (let loop ((i 0) (all '()))
    (if (= i n)
        all
        (loop (+ i 1)
              (cons (eval `(lambda (x)
                             (let loop ((i 0) (v (vector x ,i)))
                               (if (< i 8)
                                   (loop (+ i 1) (vector (vector-ref v 1) (+ i (vector-ref v 0))))
                                   (+ (vector-ref v 0) (vector-ref v 1) ,i))))
                          env)
                    all)))))

; The transformer calls more procedures than there is room for.
(eval '(define fs '()) env)
((eval '(lambda (all) (set! fs all)) env) (procedures 120))
(eval
 '(define-syntax sum-of
    (er-macro-transformer
     (lambda (form rename compare)
       (let loop ((i 0) (sum 0))
         (if (< i 3)
             (loop (+ i 1) (+ sum (apply + (map (lambda (f) (f i)) fs))))
             (list (rename '+) sum (cadr form)))))))
 env)

(define (run i total)
  (if (= i 12)
      total
      (run (+ i 1) (+ total (eval `(sum-of ,i) env)))))

(display (run 0 0))
(newline)
;--- output
; 639426
