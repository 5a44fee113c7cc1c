;; memq, memv, assq and assv: short and long lists, keys that are eqv? without being the same, and lists that are none.
(import (scheme base) (scheme write))

(define (numbers n) (let loop ((i (- n 1)) (l '())) (if (< i 0) l (loop (- i 1) (cons i l)))))
(define long (numbers 1000))
(define table (map (lambda (i) (cons i (* i i))) long))
(define (rest l) (if (pair? l) (car l) l))

(write (map (lambda (k) (list (rest (memq k long)) (rest (memv k long)) (assq k table) (assv k table)))
            '(0 1 62 63 64 65 999 1000 -1)))
(newline)
(write (list (memv 1.5 '(1 1.5 2)) (memv (expt 10 30) (list 1 (expt 10 30) 2)) (memv #\b '(#\a #\b)) (memq 'c '(a b c d))
             (memv "a" '("a")) (memq '() '(a ())) (memv 2 '(2.0)) (assv 1/2 '((1 . a) (1/2 . b)))
             (assq 'b '((a . 1) (b . 2))) (assq 'x '()) (memv 1 '())))
(newline)
(define (message thunk)
  (call-with-current-continuation
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (error-object-message e)))
      thunk))))
(define circular (list 1 2 3))
(set-cdr! (cddr circular) circular)
(define (try find key list) (message (lambda () (find key list))))
(define (q k l) (memq k l))
(define (v k l) (memv k l))
(define (aq k l) (assq k l))
(define (av k l) (assv k l))
(write (list (try q 'x '(a b . c)) (try v 1 5) (rest (try q 2 circular)) (try aq 'x '((a . 1) b))
             (try av 1 '((2 . 1) . x)) (try aq 'a '((a . 1) b))))
(newline)
;--- output
