;; Loops of mixed integer arithmetic against values worked out by hand.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (gcd* a b) (if (= b 0) a (gcd* b (remainder a b))))
(show (gcd* 1071 462))
(show (let loop ((i 1) (s 0)) (if (> i 100) s (loop (+ i 1) (+ s (* i i))))))
(show (let loop ((n 27) (steps 0)) (cond ((= n 1) steps) ((even? n) (loop (quotient n 2) (+ steps 1))) (else (loop (+ (* 3 n) 1) (+ steps 1))))))
(define (power-mod b e m) (cond ((= e 0) 1) ((even? e) (power-mod (modulo (* b b) m) (quotient e 2) m)) (else (modulo (* b (power-mod b (- e 1) m)) m))))
(show (power-mod 3 200 1000007))
(show (power-mod 2 340 341))
;--- output
; 21
; 338350
; 111
; 959082
; 1
