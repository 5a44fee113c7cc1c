(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define kk #f)
(define log '())
(define n 0)
(dynamic-wind
  (lambda () (set! log (cons 'in log)))
  (lambda () (call/cc (lambda (k) (set! kk k))) (set! log (cons 'body log)))
  (lambda () (set! log (cons 'out log))))
(set! n (+ n 1))
(if (< n 3) (kk 1) (report (reverse log)))
;--- output
; (in body out in body out in body out)
; still here
;--- error
; warning[W0112]: the definition of `log` hides the imported one
;   --> wind-reentered.scm:4:9
;    |
;  4 | (define log '())
;    |         ^^^
;   ::: wind-reentered.scm:1:107
;    |
;  1 | (import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))
;    |                                                                                                           ---------------- imported here
