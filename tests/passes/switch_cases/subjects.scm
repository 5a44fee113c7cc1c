; What is compared has no name: it gets one. Long lists that make no switch are searched as before.
(lambda (s i l)
  (if (memv (string-ref s i) '(#\a #\e #\i #\o #\u))
    (if (memq (car l) '(a b))
      (if (memv (cdr l) '(1 #\x y)) 1 2)
      (if (memv (cdr l) '()) 3 4))
    (if (memq (car l) '(a b c d e f g h i j)) 5 6)))
;--- after switch_cases
; (lambda _.0 (s.0 i.1 l.2)
;   (let ((subject.3 (string-ref s.0 i.1)))
;     (switch subject.3
;       ((#\a #\e #\i #\o #\u)
;        (let ((subject.4 (car l.2)))
;          (if (if (eq? subject.4 'a) #t (eq? subject.4 'b))
;            (let ((subject.5 (cdr l.2)))
;              (if (if (eqv? subject.5 1) #t (if (eqv? subject.5 #\x) #t (eqv? subject.5 'y)))
;                1
;                2))
;            (if (memv (cdr l.2) '()) 3 4))))
;       (if (memq (car l.2) '(a b c d e f g h i j)) 5 6))))
