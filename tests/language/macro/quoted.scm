;; Quoted identifiers of expansions are plain symbols, strings and vectors pass through.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax name-of (syntax-rules () ((_ x) 'x)))
(show (eq? (name-of foo) 'foo))
(define-syntax own-symbol (syntax-rules () ((_) 'own)))
(show (eq? (own-symbol) 'own))
(define-syntax quoted-list (syntax-rules () ((_ x) '(a x #(b x) "s"))))
(show (equal? (quoted-list c) '(a c #(b c) "s")))
(define-syntax case-on (syntax-rules () ((_ v) (case v ((key) 'matched) (else 'other)))))
(show (list (case-on 'key) (case-on 'x)))
(define-syntax nested-quote (syntax-rules () ((_ x) (let ((y 'x)) (list y 'y)))))
(show (nested-quote y))
(define-syntax quasi (syntax-rules () ((_ x) `(x ,x ,@(list x 'x)))))
(show (let ((v 5)) (quasi v)))
(define-syntax bind-and-quote (syntax-rules () ((_ e) (let ((tmp e)) `(tmp ,tmp)))))
(show (bind-and-quote 1))
;--- output
; #t
; #t
; #t
; (matched other)
; (y y)
; (v 5 5 v)
; (tmp 1)
