; closed program: `unused` and `helper` go together, and so do two procedures that know only each other.
(begin
  (define-global helper (lambda helper (x) x))
  (define-global unused (lambda unused () ((global helper) 1)))
  (define-global main (lambda main (y) (if #t y (display y))))
  (let ((kept ((global main) 1)) (dropped (cons 1 2)))
    (fix ((f (lambda f (a) (g a))) (g (lambda g (b) (f b))))
      (begin 5 (car 6) ((global main) 2)))))
;--- after prune_dead
; (global helper.0 "program")
; (global unused.1 "program")
; (global main.2 "program" defined)
; (begin
;   (define-global main.2 (lambda main.2 (y.1) y.1))
;   (let ((kept.2 ((global main.2) 1))) (begin (car 6) ((global main.2) 2))))
