;; options: --code-cache 24k
; More procedures are hot than their machine code has room for: cold code goes, whatever is on the stack meanwhile.
(import (scheme base) (scheme write) (scheme eval))

(define (adder n)
  (eval `(lambda (x f)
           (let loop ((i 0) (sum 0))
             (if (= i 5)
                 (f (+ x sum ,n))
                 (loop (+ i 1) (+ sum (vector-ref (vector i ,n 1) 0))))))
        (environment '(scheme base))))

(define adders
  (let loop ((n 0) (all '()))
    (if (= n 150) (reverse all) (loop (+ n 1) (cons (adder n) all)))))

; A chain of frames of all of them, so that returns lead into code that is gone.
(define (chain fs x)
  (if (null? fs) x ((car fs) x (lambda (y) (+ 1 (chain (cdr fs) y))))))

(define (repeat n)
  (let loop ((i 0) (last 0))
    (if (= i n) last (loop (+ i 1) (chain adders i)))))

(display (repeat 6)) (newline)

; One that is hot all the time is not disturbed by the others.
(define (hot n) (if (< n 2) n (+ (hot (- n 1)) (hot (- n 2)))))
(for-each (lambda (f) (f (hot 8) hot)) (list-copy (list (car adders) (cadr adders))))
(display (hot 12)) (newline)

; Continuations come back to code that has gone in between.
(define k #f)
(define count 0)
(display (+ 1 (call/cc (lambda (c) (set! k c) 1)))) (newline)
(set! count (+ count 1))
(repeat 1)
(if (< count 4) (k count))
;--- output
; 12830
; 144
; 2
; 2
; 3
; 4
