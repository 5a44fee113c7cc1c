;; er-macro-transformer: rename, compare, deliberate capture, computation at expansion.
(import (scheme base) (scheme write) (only (eyas) er-macro-transformer cadr caddr cdddr))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax swap!
  (er-macro-transformer
    (lambda (form rename compare)
      (let ((a (cadr form)) (b (caddr form)) (tmp (rename 'tmp)))
        (list (rename 'let) (list (list tmp a))
              (list (rename 'set!) a b)
              (list (rename 'set!) b tmp))))))
(show (let ((tmp 1) (y 2)) (swap! tmp y) (list tmp y)))
(define-syntax aif
  (er-macro-transformer
    (lambda (form rename compare)
      (list (rename 'let) (list (list 'it (cadr form)))
            (list (rename 'if) 'it (caddr form) (car (cdddr form)))))))
(show (aif (assv 2 '((1 . a) (2 . b))) (cdr it) 'none))
(show (let ((if list) (let 5)) (aif 1 it 'none)))
(define-syntax is-else?
  (er-macro-transformer
    (lambda (form rename compare) (if (compare (cadr form) (rename 'else)) ''yes ''no))))
(show (list (is-else? else) (is-else? other) (let ((else 1)) (is-else? else))))
(define-syntax sum-now (er-macro-transformer (lambda (form rename compare) (apply + (cdr form)))))
(show (sum-now 1 2 3 4))
(define-syntax kw? (er-macro-transformer (lambda (form rename compare) (symbol? (cadr form)))))
(show (list (kw? a) (kw? 5)))
;--- output
; (2 1)
; b
; 1
; (yes no no)
; 10
; (#t #f)
