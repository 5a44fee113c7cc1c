; A variable of the interaction is redefined while machine code that calls it runs: the next call sees it.
(import (scheme base) (scheme write) (scheme eval) (scheme repl))

(define env (interaction-environment))
(define (in text) (eval text env))

(in '(define (step n) (+ n 1)))
(in '(define (calls n) (let loop ((i 0) (a 0)) (if (= i n) a (loop (+ i 1) (step a))))))
(display (in '(calls 200))) (newline)

; In the middle of the loop, by `eval` from the callee itself.
(in '(define count 0))
(in '(define (step n)
       (set! count (+ count 1))
       (if (= count 100) (eval '(define (step n) (+ n 1000)) (interaction-environment)))
       (+ n 1)))
(display (in '(calls 200))) (newline)

; By assignment; to procedures of another arity, to a primitive, to what is no procedure, and back.
(in '(define (other . rest) (apply + 2 rest)))
(in '(define (choose i)
       (set! step (cond ((< i 50) (lambda (n) (+ n 1)))
                        ((< i 100) other)
                        ((< i 150) -)
                        (else (case-lambda ((n) (+ n 5)) ((n m) 'no)))))))
(in '(define (mixed n) (let loop ((i 0) (a 0)) (if (= i n) a (begin (choose i) (loop (+ i 1) (step a)))))))
(display (in '(mixed 200))) (newline)
(in '(set! step 7))
(display (in '(guard (e (#t (error-object-message e))) (calls 3)))) (newline)
(in '(define (step n) (* 2 (+ n 1))))
(display (in '(calls 10))) (newline)

; Recursion through the variable, redefined below its own frames.
(in '(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1))))))
(in '(sum 100))
(in '(define (sum n)
       (if (= n 50) (set! sum (lambda (n) (* 1000 n))))
       (if (= n 0) 0 (+ n (sum (- n 1))))))
(display (in '(sum 100))) (newline)

; In a run within the run: a macro's transformer redefines what the code that waits for its expansion calls.
(in '(import (only (eyas) er-macro-transformer)))
(in '(define-syntax redefine
       (er-macro-transformer
        (lambda (form rename compare)
          (set! step (lambda (n) (- n 3)))
          (let loop ((i 0)) (if (< i 100) (begin (step i) (loop (+ i 1)))))
          0))))
(in '(define (step n) (+ n 1)))
(in '(define (expanding n)
       (let loop ((i 0) (a 0))
         (if (= i n)
             a
             (begin (if (= i 50) (eval '(redefine) (interaction-environment)))
                    (loop (+ i 1) (step a)))))))
(display (in '(expanding 100))) (newline)
;--- output
; 200
; 100100
; 400
; attempt to call something that is not a procedure
; 2046
; 52825
; -100
