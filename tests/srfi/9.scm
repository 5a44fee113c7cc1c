;; SRFI 9: defining record types.
(import (scheme base) (srfi 9) (srfi srfi-9) (srfi :9) (srfi :9 records) (check))

(define-record-type :pare
  (kons x y)
  pare?
  (x kar set-kar!)
  (y kdr))

(check (pare? (kons 1 2)) => #t)
(check (pare? (cons 1 2)) => #f)
(check (kar (kons 1 2)) => 1)
(check (kdr (kons 1 2)) => 2)
(check (let ((k (kons 1 2))) (set-kar! k 3) (kar k)) => 3)
(check-error (kar (cons 1 2)))
(check-error (kdr 5))
(check-error (set-kar! '(1) 2))
(check-error (kons 1))
(check-error (kons 1 2 3))

;; Record types are disjoint from all others, and each definition makes another.
(define-record-type :pare-two (kons-two x y) pare-two? (x kar-two) (y kdr-two))
(check (list (pare? (kons-two 1 2)) (pare-two? (kons 1 2)) (pare-two? (kons-two 1 2))) => (#f #f #t))
(check-error (kar (kons-two 1 2)))
(check (let ((k (kons 1 2)))
         (list (pair? k) (vector? k) (procedure? k) (symbol? k) (string? k) (null? k) (boolean? k) (number? k)))
       => (#f #f #f #f #f #f #f #f))

;; The constructor may take the fields in another order, or only some.
(define-record-type node
  (make-node right left)
  node?
  (left node-left)
  (right node-right set-node-right!)
  (color node-color set-node-color!))
(check (let ((n (make-node 1 2))) (list (node-left n) (node-right n))) => (2 1))
(check (let ((n (make-node 1 2))) (set-node-color! n 'red) (set-node-right! n n)
         (list (node-color n) (eq? n (node-right n))))
       => (red #t))
(define-record-type empty (make-empty) empty?)
(check (list (empty? (make-empty)) (eq? (make-empty) (make-empty))) => (#t #f))
;; Instances are compared by identity.
(check (list (eqv? (kons 1 2) (kons 1 2)) (let ((k (kons 1 2))) (eqv? k k))) => (#f #t))
(check (let ()
         (define-record-type local (make-local a) local? (a local-a))
         (list (local-a (make-local 7)) (local? (kons 1 2))))
       => (7 #f))
(finish)
;--- output
; 18 checks
