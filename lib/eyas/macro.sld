;;; The machine's side of `er-macro-transformer`: a transformer that asks for a rename or a comparison leaves its run
;;; with the request and its continuation, and is resumed with the answer. So the expander never has to be entered
;;; from within a run.

(define-library (eyas macro)
  (import (eyas primitives) (eyas control))
  (export start)
  (begin
    ;; Yields #(result #f), or #(request k) where k takes the answer.
    (define (start transformer form)
      (call/cc
        (lambda (return)
          (define renamed '())
          (define (ask request)
            (call/cc (lambda (k) (return (vector request k)))))
          (define (rename name)
            (let ((known (assq name renamed)))
              (if known
                  (cdr known)
                  (let ((alias (ask (list 'rename name))))
                    (set! renamed (cons (cons name alias) renamed))
                    alias))))
          (define (compare a b)
            (or (eq? a b) (ask (list 'compare a b))))
          (vector (transformer form rename compare) #f))))))
